"""What people and programs do with the system, each in a form that can be interrupted and done again.

A flow prepares a scene, acts, and says what holds in the end. A new one stands in FLOWS, and is tried with the others.
"""

import json
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from common.preferences import Kind, Preferences, QuietHours
from tests.emulated import LETTERS
from tests.functions.house import PASSWORD, REGENBOOG, Child, subject_of
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_school import PUPIL, SchoolSystem
from tests.functions.uploads import DAAN, NOOR, SANNE, put_content, reports, take
from tests.functions.visitor import Answer
from tests.trouble.replays import BOUNCES
from tests.trouble.scene import Flow, Scene

_HEADINGS = "Leerlingnummer;Roepnaam;Voorvoegsel;Achternaam;Groep;Geboortedatum"
_BEFORE = (SANNE, DAAN, "7;Liv;;Smit;5B;")
# Sanne moves to another class, Daan leaves, Noor is new; then a row twice, and one without a name.
_AFTER = (SANNE.replace("5B", "6B"), NOOR, "7;Liv;;Smit;5B;", NOOR, "8;;;;5B;")


def is_answered(answer: Answer) -> bool:
    return answer.status < 500


class _OfParent:
    """A parent with a child, at the pages."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.house = scene, scene.house
        self.child = self.house.child()
        self.other = self.house.child("Daan")
        self.parent = scene.parent(self.child, email=EMAIL)
        scene.parent(self.child, self.other, email="twee@ouders.example")
        self.visitor = ParentVisitor(self.house)
        self.visitor.log_in()
        scene.begin()

    def linked(self, child: Child) -> bool:
        return self.parent in self.house.linked(child)


class Registering:
    """The last place of a child, whose other parent is told."""

    def __init__(self, scene: Scene) -> None:
        self.house = scene.house
        self.child = self.house.child(birth_date=None)
        scene.parent(self.child, email="twee@ouders.example")
        self.visitor = ParentVisitor(self.house)
        scene.begin()

    def act(self) -> bool:
        return is_answered(self.visitor.register(self.child))

    def check(self) -> None:
        assert self.house.parent(EMAIL).id in self.house.linked(self.child)
        assert self.visitor.get("/nl/profiel").status == 200
        _mailed(self.house, Counter({EMAIL: 1, "twee@ouders.example": 1}))


class RegisteringAnother(_OfParent):
    """*Registreren* by one who has an account: as good as *Koppelen*."""

    def act(self) -> bool:
        return is_answered(ParentVisitor(self.house).register(self.other))

    def check(self) -> None:
        assert self.linked(self.other)


class Linking(_OfParent):
    def act(self) -> bool:
        return is_answered(self.visitor.link(self.other))

    def check(self) -> None:
        assert self.linked(self.other)
        _mailed(self.house, Counter({"twee@ouders.example": 1}))


class Unlinking(_OfParent):
    def act(self) -> bool:
        return is_answered(self.visitor.post(self.child.address))

    def check(self) -> None:
        assert not self.linked(self.child)


class SavingPreferences(_OfParent):
    def act(self) -> bool:
        return is_answered(self.visitor.post("/nl/profiel", email_dringend="on", pace="daily"))

    def check(self) -> None:
        saved = self.house.parent(EMAIL).preferences
        assert (saved.email, saved.daily) == (frozenset({"dringend"}), True)


class DeletingTheAccount(_OfParent):
    """With two children and a device."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.visitor.link(self.other)
        self.visitor.post("/nl/profiel/apparaten", token="telefoon", platform="fcm")
        scene.begin()

    def act(self) -> bool:
        return is_answered(self.visitor.post("/nl/account/verwijderen", current=PASSWORD))

    def check(self) -> None:
        of_parent = [item for item in self.house.items() if self.parent in str((item["PK"], item.get("GSI1SK")))]
        assert [item for item in of_parent if not item["SK"]["S"].startswith("JOURNAL#")] == []
        assert ParentVisitor(self.house).register(self.child).goes_to == "/nl/profiel"


class TakingAList:
    """New, changed, gone, held and merged: a list of the whole school after another."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.house = scene, scene.house
        take(self._put("10:00:00", *_BEFORE))
        scene.begin()
        self.event: dict[str, Any] = {}

    def _put(self, at: str, *rows: str) -> dict[str, Any]:
        content = "\r\n".join((_HEADINGS, *rows)).encode()
        event: dict[str, Any] = put_content(self.house, content, name="lijst.csv", at=at, whole_school="yes")
        return event

    def act(self) -> bool:
        self.scene.replays.put("lists", self._put("11:00:00", *_AFTER))
        return True

    def check(self) -> None:
        counts = reports(self.house)[-1].counts
        shown = {name: counts[name] for name in ("rows", "new", "changed", "left", "held", "merged")}
        assert shown == {"rows": 5, "new": 1, "changed": 1, "left": 1, "held": 1, "merged": 1}
        pupils = {one.source_key: one for one in self.house.services.pupils.of_school(REGENBOOG.id)}
        assert {key: one.active for key, one in pupils.items()} == {"1": True, "2": False, "3": True, "7": True}
        assert pupils["1"].class_name == "6B"
        assert letters_of(self.scene) == 1
        # Of the list, of its letters, and three weeks later of whoever has no parent yet.
        _mailed(self.house, Counter({REGENBOOG.email: 3}))


class TakingAListBack(TakingAList):
    """*Terugdraaien* of the last list."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        take(self._put("11:00:00", *_AFTER))
        self.school = SchoolSystem(self.house)
        self.address = f"/api/imports/{reports(self.house)[-1].id}/undo"
        scene.begin()

    def act(self) -> bool:
        return is_answered(self.school.send("POST", self.address, {}, ""))

    def check(self) -> None:
        pupils = {one.source_key: one for one in self.house.services.pupils.of_school(REGENBOOG.id)}
        assert {key: one.active for key, one in pupils.items()} == {"1": True, "2": True, "3": False, "7": True}
        assert pupils["1"].class_name == "5B"
        assert reports(self.house)[-1].state == "undone"


class ConfirmingAList:
    """One that would close twelve of twenty, as the school saw it."""

    meanwhile = False
    left = 12

    def __init__(self, scene: Scene) -> None:
        self.scene, self.house = scene, scene.house
        rows = [f"{number};Kind{number};;Bos;3A;" for number in range(10, 30)]
        take(self._put("10:00:00", *rows))
        take(self._put("11:00:00", *rows[:8], NOOR))
        if self.meanwhile:
            take(put_content(self.house, f"{_HEADINGS}\r\n{DAAN}".encode(), name="deel.csv", at="11:30:00"))
        (one,) = [one for one in reports(self.house) if one.state == "waiting"]
        self.list = one.id
        self.school = SchoolSystem(self.house)
        scene.begin()

    def _put(self, at: str, *rows: str) -> dict[str, Any]:
        content = "\r\n".join((_HEADINGS, *rows)).encode()
        event: dict[str, Any] = put_content(self.house, content, name=f"{at}.csv", at=at, whole_school="yes")
        return event

    def act(self) -> bool:
        address = f"/api/imports/{self.list}/confirm"
        return is_answered(self.school.send("POST", address, {}, json.dumps({"preview": 1})))

    def check(self) -> None:
        one = self.house.services.imports.find(REGENBOOG.id, self.list)
        pupils = {one.source_key: one.active for one in self.house.services.pupils.of_school(REGENBOOG.id)}
        assert one
        assert (one.state, one.counts["left"], one.counts["new"]) == ("done", self.left, 1)
        assert sum(pupils.values()) == 9
        assert pupils["3"]


class ConfirmingWhatChanged(ConfirmingAList):
    """Another list came since: whoever confirmed is asked once more, by one mail, and nothing is changed."""

    meanwhile = True

    def check(self) -> None:
        one = self.house.services.imports.find(REGENBOOG.id, self.list)
        pupils = {one.source_key: one.active for one in self.house.services.pupils.of_school(REGENBOOG.id)}
        assert one
        assert (one.state, one.preview, one.counts_before["left"], one.counts["left"]) == ("waiting", 2, 12, 13)
        assert sum(pupils.values()) == 21
        assert "3" not in pupils
        assert len(self.house.services.imports.shown(one).before) == 13


class AddingAPupil:
    def __init__(self, scene: Scene) -> None:
        self.scene, self.house = scene, scene.house
        self.school = SchoolSystem(self.house)

    def act(self) -> bool:
        return is_answered(self.school.add())

    def check(self) -> None:
        (pupil,) = self.house.services.pupils.of_school(REGENBOOG.id)
        assert pupil.name == f"{PUPIL['given_name']} {PUPIL['prefix']} {PUPIL['family_name']}"
        assert letters_of(self.scene) == 1


class RenewingACode(_OfParent):
    """A new letter. Whoever repeats it after a failure gets another one; only the last works."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.school = SchoolSystem(self.house)
        self.batch = ""

    def act(self) -> bool:
        answer = self.school.send("POST", f"/api/pupils/{self.other.pupil.id}/code", {}, "")
        self.batch = answer.json()["id"] if is_answered(answer) else ""
        return is_answered(answer)

    def check(self) -> None:
        (pupil,) = self.house.services.pupils.find_many(REGENBOOG.id, [self.other.pupil.id])
        assert pupil.code_version >= 2
        (file,) = self.school.send("GET", f"/api/letters/{self.batch}", {}).json()["files"]
        assert file["made"]
        answer = ParentVisitor(self.house).register(self.other, email="drie@ouders.example")
        assert self.house.services.parents.id_of("drie@ouders.example") is None, answer.words


class SendingAMessage:
    """To one parent at once, one by push, one with the digest, one by push after quiet hours; and one mail bounces."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.house = scene, scene.house
        child, other = self.house.child(), self.house.child("Daan")
        news: frozenset[Kind] = frozenset({"schoolnieuws"})
        none: frozenset[Kind] = frozenset()
        # Whatever hour it is when this runs.
        hour = datetime.now(UTC).hour
        quiet = QuietHours((hour - 2) % 24, (hour + 5) % 24)
        scene.parent(child, other, email=EMAIL)
        self.pushed = scene.parent(child, email="push@ouders.example", preferences=Preferences(none, news))
        scene.parent(child, email="dag@ouders.example", preferences=Preferences(daily=True))
        later = scene.parent(child, email="nacht@ouders.example", preferences=Preferences(none, news, quiet=quiet))
        scene.parent(other, email=BOUNCES)
        for number, parent in enumerate((self.pushed, later)):
            visitor = ParentVisitor(self.house)
            visitor.log_in(("push@ouders.example", "nacht@ouders.example")[number])
            visitor.post("/nl/profiel/apparaten", token=f"telefoon-{parent}", platform="fcm")
        self.school = SchoolSystem(self.house)
        scene.begin()

    def act(self) -> bool:
        body = {"kind": "schoolnieuws", "title": "IJsvrij", "text": "Blijf thuis.", "audience": {"school": True}}
        answer = self.school.send("POST", "/api/messages", {"idempotency-key": "sleutel"}, json.dumps(body))
        return is_answered(answer)

    def check(self) -> None:
        _mailed(self.house, Counter({EMAIL: 1, BOUNCES: 1, "dag@ouders.example": 1}))
        assert len({push["TargetArn"] for push in self.house.pushes}) == 2
        (message,) = self.house.services.messages.of_school(REGENBOOG.id, "", 10)
        shown = self.school.send("GET", f"/api/messages/{message.id}", {}).json()
        assert (shown["state"], shown["counts"]["audience"], shown["counts"]["bounced"]) == ("done", 5, 1), shown
        assert shown["counts"]["delivered"] == 2
        assert shown["counts"]["sent"] == 2


FLOWS: tuple[type[Flow], ...] = (
    Registering,
    RegisteringAnother,
    Linking,
    Unlinking,
    SavingPreferences,
    DeletingTheAccount,
    TakingAList,
    TakingAListBack,
    ConfirmingAList,
    ConfirmingWhatChanged,
    AddingAPupil,
    RenewingACode,
    SendingAMessage,
)


def letters_of(scene: Scene) -> int:
    """How many PDFs there are."""
    listed = scene.house.aws.session.client("s3").list_objects_v2(Bucket=LETTERS)
    return len(listed.get("Contents", []))


def _mailed(house: Any, expected: Counter[str]) -> None:
    """To whom mail went; that nobody got one twice is looked at for every flow."""
    sent = {(mail["Destination"]["ToAddresses"][0], subject_of(mail)) for mail in house.mails}
    assert Counter(address for address, _ in sent) == expected, sent
