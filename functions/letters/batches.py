"""From a request for letters to a PDF in S3: codes are made, their index is written, and only then is printed."""

from dataclasses import dataclass

from common import codes
from common.cloud.log import record
from common.cloud.services import services
from common.errors import Permanent
from common.events import LettersMade, LettersReady
from common.ids import moment_of
from common.letters import Batch, LetterRequest, language_of, object_key
from common.pupils import Pupil
from common.schools import School
from letters import letter, stationery


@dataclass(frozen=True)
class _Coded:
    pupil: Pupil
    code: str


def make(request: LetterRequest) -> None:
    """Makes one PDF. The same request again gives the same codes and the same bytes under the same key.

    After the last one of a batch the school is told, once. Raises Permanent for a school that is not there; pupils who
    have gone since are left out.
    """
    here = services()
    school = here.schools.find(request["school"])
    if school is None:
        raise Permanent("unknown school")
    coded = _with_codes(school, request["pupils"])
    key = object_key(request)
    if not coded:
        _tell_when_ready(here.batches.nothing_to_make(school.id, request["batch"], key))
        return
    rendered = letter.render(
        stationery.of(school),
        [_letter(one, school) for one in coded],
        stationery.in_school_time(moment_of(request["batch"])),
        stationery.link_prefix(),
        cover=len(coded) > 1,
    )
    here.files.write_pdf(here.settings.letters_bucket, key, rendered.pdf)
    substituted = [coded[at].pupil.id for at in rendered.substituted]
    batch = here.batches.letters_made(school.id, request["batch"], key, substituted)
    record(LettersMade(school.id, request["batch"], len(coded), len(substituted)))
    _tell_when_ready(batch)


def _tell_when_ready(batch: Batch) -> None:
    """Whoever notes the last file sees that it is the last; if that is all it does, the request comes again."""
    here = services()
    if batch.is_told and batch.is_made and here.batches.tell_ready(batch, here.now()):
        record(LettersReady(batch.school, batch.id, batch.files_made))


def _with_codes(school: School, wanted: list[str]) -> list[_Coded]:
    """The pupils in the order asked for, each with its code, whose index item is in the table by then."""
    here = services()
    found = {pupil.id: pupil for pupil in here.pupils.find_many(school.id, wanted) if pupil.active}
    school_key = here.keys.school_key(school.id)
    coded = [
        _Coded(found[one], codes.derive(school_key, one, found[one].code_version)) for one in wanted if one in found
    ]
    find_key = here.keys.find_key
    here.codes.add(
        school.id, [(codes.index(find_key, one.code), one.pupil.id, one.pupil.code_version) for one in coded]
    )
    return coded


def know_code(school: str, pupil: str, version: int) -> None:
    """Again, it changes nothing. Nor does it for a pupil who is gone."""
    here = services()
    if here.pupils.find_many(school, [pupil]):
        code = codes.derive(here.keys.school_key(school), pupil, version)
        here.codes.add(school, [(codes.index(here.keys.find_key, code), pupil, version)])


def _letter(one: _Coded, school: School) -> letter.Letter:
    return letter.Letter(
        pupil=one.pupil.name,
        class_name=one.pupil.class_name,
        code=codes.grouped(one.code),
        link=stationery.link_prefix() + one.code,
        valid_until=one.pupil.valid_until,
        has_birth_date=one.pupil.birth_date is not None,
        language=language_of(one.pupil, school),
    )
