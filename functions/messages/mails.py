"""Mails as text and HTML, and those to parents. A mail is a folder with `subject.txt`, `body.txt` and `body.html`."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from common import i18n
from common.cloud.mail import Letter
from common.cloud.push import PushText
from common.cloud.services import services
from common.messages import Message
from common.parents import Parent
from common.schools import School, text_colour_on
from common.web import unsubscribing
from messages.texts import as_html

_FOLDER = Path(__file__).parent / "templates"
_NEUTRAL = "#1d5b4f"


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=select_autoescape(("html",), default=False),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    texts = i18n.translations(language)
    environment.install_gettext_translations(texts, newstyle=True)  # type: ignore[attr-defined]  # of the extension
    environment.filters.update(file_size=partial(i18n.file_size, language=language))
    return environment


def for_message(message: Message, school: School, parent: Parent) -> Letter:
    """A school's message; to an address that nobody confirmed goes only the news that there is one."""
    template = "message" if parent.email_confirmed else "message_waits"
    return _from_school(template, [message], school, parent, message=message, html=as_html(message.text))


def specimen(message: Message, school: School, language: str) -> Letter:
    """A message as parents who read this language get it. The way out in it leads nowhere: it is nobody's."""
    nobody = specimen_parent(language)
    way_out = f"{services().settings.site_url}/uitschrijven/voorbeeld"
    return _to_parent(
        "message", nobody, message.id, school=school, unsubscribe=way_out, message=message, html=as_html(message.text)
    )


def specimen_parent(language: str) -> Parent:
    return Parent(id="", name="", email="", email_confirmed=True, language=language)


def for_digest(messages: Sequence[Message], school: School, parent: Parent, due: int) -> Letter:
    """Several messages in one mail."""
    template = "digest" if parent.email_confirmed else "message_waits"
    parts = [(message, as_html(message.text)) for message in messages]
    letter = _from_school(template, messages, school, parent, parts=parts)
    return replace(letter, tag=tag_of(f"digest_{school.id}_{due}", parent.id))


def tag_of(occasion: str, receiver: str) -> str:
    """What SES gives back with all that it tells of a mail; of the characters that it takes."""
    return re.sub(r"[^A-Za-z0-9_.@-]", "-", f"{occasion}.{receiver}")[:256]


def parts_of_tag(tag: str) -> tuple[str, str]:
    """The occasion and the receiver; twice '' for a tag of somebody else."""
    occasion, _, receiver = tag.rpartition(".")
    return occasion, receiver


def parts_of_digest(occasion: str) -> tuple[str, int] | None:
    """School and moment of a digest; None for any other occasion."""
    digest, _, rest = occasion.partition("_")
    school, _, due = rest.rpartition("_")
    return (school, int(due)) if digest == "digest" and due.isdecimal() else None


def _from_school(template: str, messages: Sequence[Message], school: School, parent: Parent, **more: Any) -> Letter:
    """With the way out that mail programs offer beside it (RFC 8058)."""
    here = services()
    token = unsubscribing.token_for(parent.id, parent.email, {one.kind for one in messages}, here.now())
    unsubscribe = f"{here.settings.site_url}/uitschrijven/{token}"
    letter = _to_parent(template, parent, messages[0].id, school=school, unsubscribe=unsubscribe, **more)
    return replace(letter, unsubscribe=unsubscribe)


def of_system(template: str, parent: Parent, occasion: str, **context: Any) -> Letter:
    return _to_parent(template, parent, occasion, **{"school": None, **context})


def push_for(message: Message, school: School, parent: Parent) -> PushText:
    text = i18n.translations(parent.language).gettext(i18n.mark("U hebt een nieuw bericht van school"))
    link = f"{services().settings.site_url}/berichten/{school.id}/{message.id}"
    return PushText(school.name, text, link, parent.language)


def trial_push(parent: Parent) -> PushText:
    text = i18n.translations(parent.language).gettext(i18n.mark("Dit is een proefbericht. Zo krijgt u pushmeldingen."))
    return PushText("Ouderbrief", text, f"{services().settings.site_url}/profiel", parent.language)


def _to_parent(template: str, parent: Parent, occasion: str, *, school: School | None, **context: Any) -> Letter:
    tag = tag_of(occasion, parent.id)
    made = letter(template, parent.email, parent.language, tag, school=school, parent=parent, **context)
    return replace(made, is_proven=parent.email_confirmed)


def letter(template: str, to: str, language: str, tag: str, *, school: School | None, **context: Any) -> Letter:
    """Of the template, in the colours of the school; of nobody's where there is none."""
    environment = _environment(language)
    colour = school.colour if school else _NEUTRAL
    values = {
        **context,
        "lang": language,
        "direction": i18n.direction(language),
        "school": school,
        "site_url": services().settings.site_url,
        "colour": colour,
        "colour_on": text_colour_on(colour),
    }
    subject, text, html = (
        environment.get_template(f"{template}/{part}").render(values)
        for part in ("subject.txt", "body.txt", "body.html")
    )
    return Letter(
        to=to,
        sender=" ".join(school.name.split()) if school else "Ouderbrief",
        reply_to=school.email if school else "",
        subject=" ".join(subject.split()),
        text=text.strip() + "\n",
        html=html,
        tag=tag,
    )
