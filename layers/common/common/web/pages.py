"""Pages as HTML, from the templates of a function and those that all share."""

import gzip
import re
from collections.abc import Callable
from datetime import datetime
from functools import cache, partial
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.shared.cookies import Cookie
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import escape

from common import i18n
from common.codes import grouped
from common.days import local_time
from common.pupils import WITHOUT_CLASS
from common.schools import School
from common.web import static
from common.web.translated import TranslatedEnvironment
from common.web.visits import SHOWN_TO

_SHARED = Path(__file__).parent / "templates"
_WORTH_COMPRESSING = 800
_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)

# A form that comes back to us, and not to the store of files.
_OUR_FORM = re.compile(r'<form\b(?=[^>]*\smethod="post")(?=[^>]*\saction="/)[^>]*>')


@cache
def _environment(folders: tuple[Path, ...], language: str, domain: str) -> Environment:
    texts = i18n.translations(language, domain)
    environment = TranslatedEnvironment(
        texts,
        loader=FileSystemLoader([*folders, _SHARED]),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        static=static.address, brand=static.brand_address, logo=static.logo_address, languages=i18n.LANGUAGES
    )
    environment.globals.update(lang=language, direction=i18n.direction(language))
    environment.filters.update(day=datetime.fromisoformat, local=local_time)
    # For sentences with what somebody typed in them: those are no markup, and a % in them is no placeholder.
    environment.filters.update(translated=texts.gettext)
    # What we call those without a class ourselves; of any other the name is the school's.
    environment.filters.update(spoken_class=lambda name: texts.gettext(name) if name == WITHOUT_CLASS else name)
    environment.filters.update(grouped=grouped, long_date=partial(i18n.long_date, language=language))
    environment.filters.update(file_size=partial(i18n.file_size, language=language), megabytes=i18n.whole_megabytes)
    return environment


class Pages:
    """The pages of one function.

    folders: of its own templates, before those that all share. address: the path that can be asked for again, in any
    language. domain: of the catalogue with its texts. home: where whoever is lost begins; '' for the parents' start.
    """

    def __init__(
        self, folders: tuple[Path, ...], address: Callable[[], str], domain: str = i18n.DOMAIN, home: str = ""
    ) -> None:
        self._folders = folders
        self._address = address
        self._domain = domain
        self._home = home

    def show(
        self,
        template: str,
        language: str,
        *,
        school: School | None = None,
        status: int = HTTPStatus.OK,
        cookies: list[Cookie] | None = None,
        shown_to: str = "",
        **context: Any,
    ) -> Response[str]:
        """A page in a language, in the colours of a school where one is known.

        shown_to: who is logged in, where answers to its forms are kept for them alone.
        """
        page = _environment(self._folders, language, self._domain).get_template(template)
        # A refusal names no address: what is not there and what is not yours look the same.
        address = self._address() if status == HTTPStatus.OK else ""
        home = self._home or f"/{language}/start"
        html = page.render(here=_in_each_language(address), home=home, school=school, **context)
        if shown_to:
            html = _with_reader(html, shown_to)
        return Response(status_code=status, content_type="text/html; charset=utf-8", body=html, cookies=cookies or [])


def _with_reader(html: str, shown_to: str) -> str:
    """Each form says who saw it: whoever sends it may have logged out since, in another tab of the same browser."""
    field = f'<input type="hidden" name="{SHOWN_TO}" value="{escape(shown_to)}">'
    return _OUR_FORM.sub(lambda form: form[0] + field, html)


def _in_each_language(address: str) -> dict[str, str]:
    """Where the same page is in each language; the first page where the address names none."""
    _, _, named = address.partition("/")
    language, _, rest = named.partition("/")
    return {one: f"/{one}/{rest if language in i18n.LANGUAGES and rest else 'start'}" for one in i18n.LANGUAGES}


def go_to(address: str, *cookies: Cookie) -> Response[str]:
    """303: the browser gets `address`, a path of our own with or without a query."""
    return _see(_as_sent(address), *cookies)


def hand_out(link: str) -> Response[str]:
    """303: the browser gets a file by a link that we signed a moment ago."""
    return _see(link)


def _see(address: str, *cookies: Cookie) -> Response[str]:
    return Response(
        status_code=HTTPStatus.SEE_OTHER,
        content_type="text/plain",
        headers={"Location": address},
        body="",
        cookies=list(cookies),
    )


def as_download(content: bytes, content_type: str, name: str) -> Response[bytes]:
    """A file that the browser saves. name: of plain letters."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(status_code=HTTPStatus.OK, content_type=content_type, headers=headers, body=content)


def _as_sent(address: str) -> str:
    """Within this host whatever became part of it, and one line."""
    if not address.startswith("/") or address.startswith(("//", "/\\")):
        raise ValueError("an address that is not ours")
    address, hash_mark, place = address.partition("#")
    path, mark, query = address.partition("?")
    sent = quote(path, safe="/~:@!$&'()*+,;=-._") + mark + quote(query, safe="=&%+-._~")
    return sent + hash_mark + quote(place, safe="-._~")


def compress(response: Response[Any], accept_encoding: str) -> None:
    """Packs a text body where the browser takes it: CloudFront does not compress what it does not cache.

    Once: the answer to an unknown route passes twice. Not JSON: the resolver takes no bytes for it.
    """
    if "Content-Encoding" in response.headers or response.is_json():
        return
    body = response.body
    if isinstance(body, str):
        body = body.encode()
    if not body or len(body) < _WORTH_COMPRESSING or not _TAKES_GZIP.search(accept_encoding):
        return
    response.body = gzip.compress(body, compresslevel=6, mtime=0)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
