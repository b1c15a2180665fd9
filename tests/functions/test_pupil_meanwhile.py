"""A pupil's form that comes back, and what somebody else changed of the pupil meanwhile."""

from tests.functions.clerk import Clerk
from tests.functions.house import House
from tests.functions.test_desk_pupil import FORM, edit, now, seen_by
from tests.pages.ways.desk_pupils import page_of


def test_a_form_that_comes_back_with_an_error_is_still_of_what_was_seen(house: House) -> None:
    """It shows what was typed and not what is there: nobody has seen that."""
    child, clerk, colleague = house.child(), Clerk(house), Clerk(house)
    path = f"{page_of(child)}/wijzigen"
    wrong = clerk.post(path, **(FORM | {"given_name": "", "seen": seen_by(clerk, child)}))
    edit(colleague, child, given_name="Susanne")
    seen = clerk.get(wrong.goes_to).text.split('name="seen" value="')[1].split('"')[0]
    page = clerk.submit(path, **(FORM | {"family_name": "Visser", "seen": seen}))
    assert "Iemand heeft deze leerling intussen veranderd" in page.words
    assert now(house, child).name == "Susanne Bakker"
