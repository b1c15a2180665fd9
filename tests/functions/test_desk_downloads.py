"""A file of many children wants a fresh proof, and is one button away once it is given."""

import pytest
from moto.cognitoidp.models import COGNITO_TOTP_MFA_SECRET

from local.desk import digits
from tests.functions.clerk import PASSWORD, employ
from tests.functions.house import House
from tests.functions.lettering import batch_of, make_batch, three_children
from tests.functions.test_desk_login import come_in, wrong_digits
from tests.functions.test_letters import make
from tests.functions.visitor import Visitor

DOWNLOAD, EXPORT, PROOF = "/school/downloaden", "/school/overzicht/excel", "/school/bevestigen"


@pytest.fixture(autouse=True)
def authenticators_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_COGNITO_IDP_USER_POOL_ENABLE_TOTP", "true")


@pytest.fixture
def visitor(house: House) -> Visitor:
    """At the desk, with two children at school."""
    three_children(house)
    visitor = Visitor()
    come_in(house, visitor, employ(house).email)
    return visitor


def prove(visitor: Visitor) -> str:
    return visitor.post(PROOF, password=PASSWORD, digits=digits(COGNITO_TOTP_MFA_SECRET)).goes_to


def test_after_the_proof_one_button_fetches_what_was_asked_for(house: House, visitor: Visitor) -> None:
    house.pass_time(minutes=20)
    assert visitor.get(EXPORT).goes_to == PROOF
    assert "klopt niet" in visitor.submit(PROOF, password=PASSWORD, digits=wrong_digits()).words
    assert visitor.get(DOWNLOAD).goes_to == PROOF
    assert prove(visitor) == DOWNLOAD
    page = visitor.get(DOWNLOAD)
    assert f'<a class="button go" href="{EXPORT}">Download nu</a>' in page.text
    assert '<a href="/school">Terug naar de pagina waar u was</a>' in page.text
    assert visitor.get(EXPORT).headers["content-disposition"].startswith("attachment")
    assert "Download nu" in visitor.get(DOWNLOAD).words


def test_a_file_that_must_be_made_first_is_ordered_by_that_button(house: House, visitor: Visitor) -> None:
    address = make_batch(house, visitor)
    house.pass_time(minutes=20)
    assert visitor.post(f"{address}/zip").goes_to == PROOF
    assert prove(visitor) == DOWNLOAD
    page = visitor.get(DOWNLOAD)
    assert f'<form method="post" action="{address}/zip"><button class="go">Download nu</button></form>' in page.text
    assert f'href="{address}"' in page.text
    assert "Het zip-bestand wordt gemaakt" in visitor.submit(f"{address}/zip").words
    assert make(*house.aws.queued("letters")) == 0
    house.pass_time(minutes=20)
    assert visitor.get(f"{address}/zip").goes_to == PROOF
    assert prove(visitor) == DOWNLOAD
    assert f'href="{address}/zip">Download nu' in visitor.get(DOWNLOAD).text
    assert batch_of(house, address).zip_made
    assert "brieven.zip" in visitor.get(f"{address}/zip").goes_to


def test_without_a_file_that_was_asked_for_the_page_leads_on(house: House, visitor: Visitor) -> None:
    assert visitor.get(DOWNLOAD).goes_to == "/school"
    house.pass_time(minutes=20)
    assert prove(visitor) == "/school"
    visitor.cookies["__Host-desk-return"] = "verzonnen"
    assert visitor.get(DOWNLOAD).goes_to == "/school"


def test_whoever_logs_out_leaves_no_download_behind(house: House, visitor: Visitor) -> None:
    house.pass_time(minutes=20)
    visitor.get(EXPORT)
    visitor.post("/school/uitloggen")
    assert visitor.get(DOWNLOAD).goes_to == "/school/inloggen"
