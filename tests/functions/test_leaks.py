"""After the whole story, faults and refusals too, no secret stands anywhere but where it belongs."""

import pytest

from tests.functions.house import House
from tests.leaks.story import tell_it_all
from tests.leaks.witness import witness_of


def test_the_whole_story(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_COGNITO_IDP_USER_POOL_ENABLE_TOTP", "true")
    with witness_of(house) as witness:
        tell_it_all(house)
        report = witness.report()
    print(report, report.secrets, report.places)
    for leak in report.leaks:
        print("LEAK", leak)
    assert report.leaks == ()
