"""What the campaigns find shows in what `make attack` exits with."""

import pytest

from tests.attack.__main__ import Campaign, counts_of, main


@pytest.mark.parametrize("module", ["tests.attack.nothing", "tests.ports"])
def test_a_campaign_that_does_not_come_to_its_end_is_a_finding(module: str) -> None:
    assert counts_of(Campaign(module, 1), 1) == {"findings": 1}


def test_what_all_of_them_found_is_told_together(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["attack", "--seconds", "2"])
    assert main([Campaign("tests.attack.nothing", 1), Campaign("tests.ports", 1)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "; 2 findings"


def test_one_can_be_left_out(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["attack", "--without", "tests.ports"])
    assert main([Campaign("tests.attack.nothing", 1), Campaign("tests.ports", 1)]) == 1
    assert "tests.ports" not in capsys.readouterr().out
