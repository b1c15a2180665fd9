"""Letters through the pages of the desk: three children in two classes, and a batch of their letters."""

from common.cloud import counting
from common.letters import Batch
from tests.emulated import LETTERS
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.test_letters import make
from tests.functions.visitor import Answer, Visitor

LETTERS_PAGE, PLAN = "/school/brieven", "/school/brieven/maken"
WHOLE = {"whom": "school", "only": "everybody", "files": "class"}


def three_children(house: House) -> list[Child]:
    found = [house.child("Sanne"), house.child("Daan"), house.child("Noor", class_name="6A")]
    counting.recount(REGENBOOG.id)
    return found


def link_parents(house: House, child: Child, number: int = 1) -> None:
    key = {"PK": f"SCHOOL#{REGENBOOG.id}", "SK": f"PUPIL#{child.pupil.id}"}
    house.services.store.write(house.services.store.update(key, "ADD linked :number", {"number": number}))
    counting.recount(REGENBOOG.id)


def fields_of(page: Answer) -> dict[str, str]:
    """What the form on the page of the plan sends along."""
    parts = page.text.split('<input type="hidden" name="')[1:]
    found = (part.partition('"') for part in parts)
    values = {name: rest.split('value="')[1].partition('"')[0] for name, _, rest in found}
    values.pop("language")
    return values


def make_batch(house: House, clerk: Visitor, **choice: str) -> str:
    """Through the pages; the address of the batch, whose letters are made."""
    plan = clerk.submit(LETTERS_PAGE, **(WHOLE | choice))
    answer = clerk.post(PLAN, **fields_of(plan))
    assert make(*house.aws.queued("letters")) == 0
    return answer.goes_to


def say_printed(clerk: Visitor, address: str) -> None:
    clerk.post(address, do="printed")
    counting.recount(REGENBOOG.id)


def batch_of(house: House, address: str) -> Batch:
    batch = house.services.batches.find(REGENBOOG.id, address.removeprefix(f"{LETTERS_PAGE}/"))
    assert batch
    return batch


def told(house: House) -> list[tuple[str, dict[str, str]]]:
    return [(one.what, dict(one.about)) for one in house.services.journal.newest(REGENBOOG.id, "", 50)]


def in_bucket(house: House, key: str) -> bytes:
    body: bytes = house.aws.session.client("s3").get_object(Bucket=LETTERS, Key=key)["Body"].read()
    return body
