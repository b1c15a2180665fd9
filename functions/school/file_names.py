"""Under which names files of letters are saved: of which school, class and time, on any kind of computer."""

from common.class_letters import ClassLetters
from common.days import local_date, local_time
from common.letters import Batch
from common.pupils import slug
from common.schools import School


def of_letters(school: School, batch: Batch, one: ClassLetters) -> str:
    """No child's name: files are left behind on computers that many use."""
    is_one = batch.letters == 1
    parts = [other for other in batch.wanted if other.class_name == one.class_name]
    part = str(parts.index(one) + 1) if len(parts) > 1 else ""
    group = slug(one.class_name) or ("groep" if one.class_name else "")
    # Letters of several pupils of a class, one by one, are not told apart by their day.
    when = (_day(batch), f"{local_time(batch.dated):%H%M%S}") if is_one else (_day(batch),)
    return f"{_joined('brief' if is_one else 'brieven', _of(school), group, *when, part)}.pdf"


def of_zip(school: School, batch: Batch) -> str:
    return f"{_joined('brieven', _of(school), _day(batch))}.zip"


def _of(school: School) -> str:
    """A name in another script leaves nothing of itself; the id is Latin."""
    return slug(school.name) or school.id


def _day(batch: Batch) -> str:
    """That of the letters."""
    return local_date(batch.dated).isoformat()


def _joined(*parts: str) -> str:
    return "-".join(filter(None, parts))
