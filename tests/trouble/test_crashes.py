"""Each flow interrupted at some of its effects; `python -m tests.trouble` does it at all of them, in every way."""

from random import Random

import pytest

from tests.emulated import emulated
from tests.trouble.campaign import once
from tests.trouble.crashes import KINDS, Point
from tests.trouble.flows import FLOWS, Linking
from tests.trouble.scene import Flow, Scene

_POINTS = 2


def some_points(flow: type[Flow], effects: int) -> list[Point]:
    """The same ones each time, so that nobody fails on another's day."""
    random = Random(flow.__name__)
    return [Point(random.choice(KINDS[:4]), random.randint(1, effects)) for _ in range(_POINTS)]


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.__name__)
def test_wherever_a_flow_is_interrupted_it_comes_to_its_end_once(flow: type[Flow]) -> None:
    undisturbed = once(flow)
    assert not undisturbed.found, str(undisturbed)
    for point in some_points(flow, undisturbed.effects):
        outcome = once(flow, point)
        assert not outcome.found, str(outcome)


class _Forgetful(Linking):
    """As if the code of a link wrote its count in a call of its own, before the link."""

    def act(self) -> bool:
        store, pupil = self.house.services.store, self.other.pupil
        key = {"PK": f"SCHOOL#{pupil.school}", "SK": f"PUPIL#{pupil.id}"}
        store.write(store.update(key, "ADD linked :one", {"one": 1}))
        store.write(store.update(key, "ADD linked :one", {"one": -1}))
        return super().act()


def test_the_harness_finds_what_is_written_in_two_steps() -> None:
    assert once(_Forgetful).found == ()
    outcome = once(_Forgetful, Point("killed_after", 1))
    assert outcome.struck == "killed_after UpdateItem"
    assert any("counts 2 links and has 1" in one or "counts 3 links and has 2" in one for one in outcome.found)


class _Swallowing(Linking):
    """As if code of ours took the end of its process for an answer."""

    def act(self) -> bool:
        try:
            return super().act()
        except BaseException:
            return True


def test_the_harness_finds_code_that_goes_on_after_its_death() -> None:
    outcome = once(_Swallowing, Point("killed_before", 1))
    assert any("something went on after" in one for one in outcome.found)


def test_a_second_mail_goes_out_in_the_one_window_alone_and_only_if_nothing_was_heard_of_the_first() -> None:
    """SES took the mail, and the process died before the table knew: see docs/reliability.md."""
    sent = _effects_of(Linking).index("SendEmail") + 1
    before, between, after = (
        Point("killed_before", sent),
        Point("killed_after", sent),
        Point("killed_after", sent + 1),
    )
    assert [_second_mails(one, hears=False) for one in (before, between, after)] == [(0, 0), (1, 1), (0, 0)]
    assert _second_mails(between, hears=True) == (0, 1)


def _effects_of(flow: type[Flow]) -> list[str]:
    with emulated() as aws:
        scene = Scene(aws)
        scene.run(flow(scene))
        return scene.crashes.effects


def _second_mails(point: Point, *, hears: bool) -> tuple[int, int]:
    """How many there were, and how many the harness allowed."""
    with emulated() as aws:
        scene = Scene(aws, point)
        scene.replays.hears_of_mail = hears
        scene.run(Linking(scene))
        return len(scene.house.mails) - 1, len(scene.twice_allowed)
