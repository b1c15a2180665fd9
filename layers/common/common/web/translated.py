"""Templates in one language: a sentence that is the same at each view is translated when its template is compiled."""

import gettext
from typing import Any

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup


class TranslatedEnvironment(Environment):
    """texts: of the one language. To ask for the same sentences again and again was a sixth of *Profiel*.

    What has placeholders or numbers is translated at each view, by Jinja's own extension. For pages alone: a sentence
    is markup here, and the text of a mail is none.
    """

    def __init__(self, texts: gettext.NullTranslations, **options: Any) -> None:
        super().__init__(extensions=["jinja2.ext.i18n"], **options)
        self.install_gettext_translations(texts, newstyle=True)  # type: ignore[attr-defined]  # of the extension
        self._sentences = _Sentences(texts)

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        return super()._generate(self._sentences.visit(source), name, filename, defer_init)


class _Sentences(NodeTransformer):
    def __init__(self, texts: gettext.NullTranslations) -> None:
        self._texts = texts

    def visit_Call(self, call: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja looks for this name
        match call:
            case nodes.Call(
                node=nodes.Name(name="_"),
                args=[nodes.Const(value=str(sentence))],
                kwargs=[],
                dyn_args=None,
                dyn_kwargs=None,
            ):
                # As the extension has it: a sentence is markup, and a doubled % is one.
                return nodes.Const(Markup(self._texts.gettext(sentence)) % {}, lineno=call.lineno)  # noqa: S704 - ours
        return self.generic_visit(call)
