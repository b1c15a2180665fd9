"""A sentence that is the same at each view is translated when its template is compiled."""

import gettext

import pytest
from jinja2 import DictLoader

from common.web.translated import TranslatedEnvironment


class Catalogue(gettext.NullTranslations):
    """Puts a sentence between marks, and remembers for what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def gettext(self, message: str) -> str:
        self.asked.append(message)
        return f"«{message}»"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"«{msgid1 if n == 1 else msgid2}»"


TEMPLATES = {
    "sentence": "<h1>{{ _('Goed & wel') }}</h1>",
    "twice": "{{ _('Ja') }}{% for _one in 'abc' %}{{ _('Ja') }}{% endfor %}",
    "percent": "{{ _('100 %% klaar') }}",
    "named": "{{ _('Dag %(name)s', name=name) }}",
    "all named": "{{ _('Dag %(name)s', **{'name': name}) }}",
    "within": "{{ _('Dag %(name)s', name=_('a & b')) }}",
    "in an attribute": "<a title=\"{{ _('Ja') if yes else _('Nee') }}\">{{ _('Ja') | upper }}</a>",
    "held": "{{ _(held) }}",
    "counted": "{{ ngettext('een', '%(num)s keer', 2) }}",
    "in a value": "{% set words = {'a': _('Nee')} %}{{ words['a'] ~ (_('Ja') if yes else '') }}",
    "in a block": "{% extends 'frame' %}{% block main %}{{ _('Ja') }}{% endblock %}",
    "frame": "<main>{% block main %}{% endblock %}</main>"
    "{% macro say(what) %}{{ what }}{% endmacro %}{{ say(_('Nee')) }}",
}
SHOWN = {
    # Markup as it is: what is in a sentence was written by us.
    "sentence": "<h1>«Goed & wel»</h1>",
    "twice": "«Ja»«Ja»«Ja»«Ja»",
    "percent": "«100 % klaar»",
    "named": "«Dag &lt;b&gt;100 %&lt;/b&gt;»",
    "all named": "«Dag &lt;b&gt;100 %&lt;/b&gt;»",
    "within": "«Dag «a & b»»",
    "in an attribute": '<a title="«Ja»">«JA»</a>',
    "held": "«Ja»",
    "counted": "«2 keer»",
    "in a value": "«Nee»«Ja»",
    "in a block": "<main>«Ja»</main>«Nee»",
}


def environment() -> tuple[TranslatedEnvironment, Catalogue]:
    texts = Catalogue()
    return TranslatedEnvironment(texts, loader=DictLoader(TEMPLATES), autoescape=True), texts


@pytest.mark.parametrize(("template", "shown"), SHOWN.items(), ids=SHOWN)
def test_a_page_is_in_its_language(template: str, shown: str) -> None:
    pages, _ = environment()
    assert pages.get_template(template).render(name="<b>100 %</b>", held="Ja", yes=True) == shown


@pytest.mark.parametrize("template", ["sentence", "twice", "percent", "in a value", "in a block"])
def test_the_catalogue_is_asked_only_once(template: str) -> None:
    pages, texts = environment()
    page = pages.get_template(template)
    page.render(yes=True)
    asked = list(texts.asked)
    page.render(yes=True)
    assert asked
    assert texts.asked == asked
