"""How a school's letters look: its own text and its logo, each tried out on a letter before it is kept."""

from dataclasses import replace
from datetime import datetime

from common.cloud.log import record
from common.cloud.services import services
from common.cloud.table.schools import logo_name
from common.cloud.table.store import Write
from common.days import local_time
from common.errors import AlreadyDone, Retry, Unfit
from common.events import LetterDesignChanged
from common.i18n import mark
from common.schools import School
from letters import logos, specimen, stationery
from letters.letter import School as Stationery
from letters.logos import LogoRefused
from letters.owntext import TextRefused
from letters.qr import QrTooLong
from letters.refusals import Refused

_ATTEMPTS = 5


class NotOnLetters(Unfit):
    """A text or a logo that cannot be on the letter. reason: why."""

    def __init__(self, at: str, reason: Refused) -> None:
        super().__init__({"at": at, "problem": str(reason)})
        self.reason = reason


def texts(school_id: str) -> dict[str, str]:
    """The school's own, by language."""
    return dict(services().schools.known(school_id).letter_texts)


def keep_text_of(school_id: str, language: str, text: str, *also: Write) -> None:
    """As `keep_text`; what somebody changed meanwhile in another language stays beside it. Raises Retry as well."""
    for _ in range(_ATTEMPTS):
        try:
            keep_text(services().schools.known(school_id), language, text, *also)
        except AlreadyDone:
            continue
        return
    raise Retry("the texts of letters kept changing")


def keep_text(school: School, language: str, text: str, *also: Write) -> None:
    """For letters made from now on, written together with `also`. An empty text gives ours back.

    Raises NotOnLetters with the reason why it cannot be, AlreadyDone where the texts are not those of `school` any
    more.
    """
    looks = _with_text(school, stationery.of(school), language, text)
    services().schools.set_letter_texts(school, looks.texts, *also)
    record(LetterDesignChanged(school.id, "text"))


def keep_logo(school_id: str, picture: bytes, *also: Write, was: School | None = None) -> None:
    """For letters made from now on, together with `also`. Raises NotOnLetters for what is no picture we can use.

    was: the school as it was seen. Raises AlreadyDone where it has another logo by now.
    """
    png = _drawn_anew(picture)
    small = logos.small(png)
    try:
        services().schools.set_logo(school_id, png, small, *also, was=was)
    except AlreadyDone:
        # The same picture, sent twice, is kept.
        if services().schools.known(school_id).logo != logo_name(small):
            raise
        return
    record(LetterDesignChanged(school_id, "logo"))


def remove_logo(school_id: str, *also: Write, was: School | None = None) -> None:
    """Raises AlreadyDone as `keep_logo`."""
    services().schools.remove_logo(school_id, *also, was=was)
    record(LetterDesignChanged(school_id, "logo"))


def preview(school: School, language: str, text: str | None = None, picture: bytes | None = None) -> bytes:
    """The PDF of a letter to an invented pupil, with what the school has where no text or logo is given.

    Raises NotOnLetters where keeping the text or the logo would.
    """
    looks = stationery.of(school)
    if picture is not None:
        looks = replace(looks, logo=_drawn_anew(picture))
    if text is not None:
        looks = _with_text(school, looks, language, text)
    today = _today()
    return specimen.preview(looks, language, today, school.codes_until(today.date()), stationery.link_prefix())


def _with_text(school: School, looks: Stationery, language: str, text: str) -> Stationery:
    others = {other: kept for other, kept in looks.texts.items() if other != language}
    if not text.strip():
        return replace(looks, texts=others)
    today = _today()
    try:
        specimen.check(looks, language, text, today, school.codes_until(today.date()), stationery.link_prefix())
    except TextRefused as refused:
        raise NotOnLetters("/text", refused) from None
    except QrTooLong:
        reason = Refused(mark("Het adres van de website is te lang voor de QR-code in de brief."))
        raise NotOnLetters("/text", reason) from None
    return replace(looks, texts={**others, language: text})


def _drawn_anew(picture: bytes) -> bytes:
    try:
        return logos.drawn_anew(picture)
    except LogoRefused as refused:
        raise NotOnLetters("/picture", refused) from None


def _today() -> datetime:
    return local_time(services().now())
