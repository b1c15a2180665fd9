"""Under which names files of letters are saved: of which school, class, kind and time, on any kind of computer."""

from common.class_letters import ClassLetters
from common.days import local_date, local_time
from common.letters import REMINDER, Batch
from common.pupils import slug
from common.schools import School


def of_letters(school: School, batch: Batch, one: ClassLetters) -> str:
    """No child's name: files are left behind on computers that many use."""
    parts = [other for other in batch.wanted if other.class_name == one.class_name]
    part = str(parts.index(one) + 1) if len(parts) > 1 else ""
    group = slug(one.class_name) or ("groep" if one.class_name else "")
    return f"{_joined(_kind(batch), _of(school), group, _moment(batch), part)}.pdf"


def of_zip(school: School, batch: Batch) -> str:
    return f"{_joined(_kind(batch), _of(school), _moment(batch))}.zip"


def _kind(batch: Batch) -> str:
    one, several = ("herinnering", "herinneringen") if batch.what == REMINDER else ("brief", "brieven")
    return one if batch.letters == 1 else several


def _of(school: School) -> str:
    """A name in another script leaves nothing of itself; the id is Latin."""
    return slug(school.name) or school.id


def _moment(batch: Batch) -> str:
    """That of the letters: those of one class are not told apart by their day."""
    return f"{local_date(batch.dated).isoformat()}-{local_time(batch.dated):%H%M%S}"


def _joined(*parts: str) -> str:
    return "-".join(filter(None, parts))
