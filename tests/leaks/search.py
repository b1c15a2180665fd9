"""Looks for every secret everywhere, and says where one stands that does not belong there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tests.leaks.layers import texts_in
from tests.leaks.places import BELONGS, Trace
from tests.leaks.secrets import SHORTEST, Form, Kind, Secret, forms_of

_AROUND = 40


@dataclass(frozen=True)
class Leak:
    """around: what stands before and behind it, without the secret."""

    kind: Kind
    place: str
    around: str

    def __str__(self) -> str:
        return f"{self.kind} in {self.place}: {self.around}"


@dataclass(frozen=True)
class Report:
    """secrets, traces, texts: how many were looked for, in how many things, which say how much unpacked."""

    secrets: Mapping[Kind, int]
    places: Mapping[str, int]
    texts: int
    leaks: tuple[Leak, ...]

    def __str__(self) -> str:
        return (
            f"{sum(self.secrets.values())} secrets of {len(self.secrets)} kinds, {sum(self.places.values())} traces "
            f"in {len(self.places)} places, {self.texts} texts, {len(self.leaks)} leaks"
        )


class _Forms:
    """Those of all secrets, found in one pass over a text however many they are: by how each begins."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self._meant: dict[Form, set[Secret]] = defaultdict(set)
        self._beginning: dict[str, list[Form]] = defaultdict(list)
        for secret in secrets:
            for form in forms_of(secret):
                assert len(form.text) >= SHORTEST, f"a {secret.kind} is too short to be looked for"
                self._meant[form].add(secret)
        for form in sorted(self._meant, key=lambda one: -len(one.text)):
            self._beginning[form.text[:SHORTEST]].append(form)

    def in_text(self, text: str) -> Iterator[tuple[int, Form, set[Secret]]]:
        """Where each stands, and which secrets may be meant; of what begins at one place the longest."""
        for at in range(len(text) - SHORTEST + 1):
            forms = self._beginning.get(text[at : at + SHORTEST], ())
            form = next((one for one in forms if one.stands_at(at, text)), None)
            if form:
                yield at, form, self._meant[form]


def search(secrets: Iterable[Secret], traces: Iterable[Trace]) -> Report:
    """The same secret may come often, and the same trace."""
    wanted = set(secrets)
    forms = _Forms(wanted)
    by_place: dict[str, int] = defaultdict(int)
    leaks: list[Leak] = []
    texts = 0
    for trace in dict.fromkeys(traces):
        by_place[trace.place] += 1
        unpacked = texts_in(trace.content)
        texts += len(unpacked)
        leaks += _leaks_in(trace, unpacked, forms)
    return Report(_numbers(wanted), dict(by_place), texts, tuple(leaks))


def _leaks_in(trace: Trace, texts: Iterable[str], forms: _Forms) -> Iterable[Leak]:
    """The first of each kind."""
    found: dict[Kind, Leak] = {}
    for text in texts:
        for at, form, meant in forms.in_text(text):
            kind = min(one.kind for one in meant)
            if kind not in found and not any(_belongs(secret, trace) for secret in meant):
                around = f"{text[max(0, at - _AROUND) : at]}…{text[at + len(form.text) :][:_AROUND]}"
                found[kind] = Leak(kind, trace.place, around)
    return found.values()


def _numbers(secrets: Iterable[Secret]) -> dict[Kind, int]:
    found: dict[Kind, int] = defaultdict(int)
    for one in secrets:
        found[one.kind] += 1
    return dict(found)


def _belongs(secret: Secret, trace: Trace) -> bool:
    """Who gets a secret by mail is the only one to read it there."""
    if secret.whose and trace.reader and secret.whose != trace.reader:
        return False
    return any(fnmatchcase(trace.place, place) for place in BELONGS[secret.kind])
