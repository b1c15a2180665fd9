"""From a request for letters to a PDF in S3: codes are made, their index is written, and only then is printed."""

from common import codes
from common.cloud.log import record
from common.cloud.services import services
from common.days import local_time
from common.errors import Permanent
from common.events import LettersMade, LettersReady
from common.ids import moment_of
from common.letters import Batch, LetterRequest, language_of, object_key
from common.namesakes import looking_alike
from common.pupils import Pupil
from common.schools import School
from letters import letter, making, stationery


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
    namesakes = _namesakes(school.id, [one.pupil for one in coded])
    rendered = letter.render(
        stationery.of(school),
        [_letter(one, school, is_alone=one.pupil.id not in namesakes) for one in coded],
        local_time(moment_of(request["batch"])),
        stationery.link_prefix(),
        cover=len(coded) > 1,
        reminder=request["reminder"],
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


def _with_codes(school: School, wanted: list[str]) -> list[making.Coded]:
    """The pupils in the order asked for, each with its code, whose index item is in the table by then."""
    found = {pupil.id: pupil for pupil in services().pupils.find_many(school.id, wanted) if pupil.active}
    return making.codes_for(school.id, [found[one] for one in wanted if one in found])


def _namesakes(school: str, pupils: list[Pupil]) -> frozenset[str]:
    """Those of whom there is another of this name in the class, also where that one gets no letter now."""
    classes = {pupil.class_name for pupil in pupils}
    listed = services().pupils.listed(school, "" if len(classes) > 1 else classes.pop())
    # The index may not know yet who came with the list whose letters these are.
    known = {one.id: (one.class_name, one.sort_name) for one in listed}
    return looking_alike(known | {pupil.id: (pupil.class_name, pupil.sort_name) for pupil in pupils})


def _letter(one: making.Coded, school: School, *, is_alone: bool) -> letter.Letter:
    return letter.Letter(
        pupil=one.pupil.name,
        class_name=one.pupil.class_name,
        code=codes.grouped(one.code.symbols),
        link=stationery.link_prefix() + one.code.symbols,
        valid_until=one.pupil.valid_until,
        has_birth_date=one.pupil.birth_date is not None,
        language=language_of(one.pupil, school),
        number="" if is_alone else one.pupil.source_key or "",
    )
