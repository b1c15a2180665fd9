"""New keys: what was made with those of before keeps working, and what is new is made with the new ones."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from common.cloud.keys import Keys
from common.letters import CodeToKnow
from common.parents import confirmation_digits
from common.preferences import KINDS
from common.staff import invitation_token, is_invited
from common.web import kept, unsubscribing
from letters.making import codes_for
from tests.functions.clerk import employ
from tests.functions.drill import OTHER, opens, pupil_now, renew_code
from tests.functions.house import REGENBOOG, Child, House
from tests.functions.operator import Operator
from tests.functions.parent import EMAIL, ParentVisitor
from tests.functions.test_letters import index_items, make, pdf_of, request_for

Rotate = Callable[..., None]


@pytest.fixture
def rotate(house: House) -> Rotate:
    """A new epoch begins: every function is deployed with another pair of keys beside those of before."""

    def begin(*, make_key: bool = True, find_key: bool = True) -> None:
        kms, given = house.aws.session.client("kms"), house.services.settings
        new = {"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC"}
        more = [kms.create_key(**new)["KeyMetadata"]["Arn"] for _ in range(2)]  # type: ignore[arg-type]
        values = {
            name: f"{getattr(given, name)},{arn}"
            for name, arn, wanted in (("make_key_id", more[0], make_key), ("find_key_id", more[1], find_key))
            if wanted
        }
        use(house, **values)

    return begin


def use(house: House, **values: str) -> None:
    house.services.settings = replace(house.services.settings, **values)
    house.services.keys = Keys(house.services.session.client("kms"), house.services.settings)


def code_now(house: House, child: Child) -> Child:
    """The letter of this pupil, printed now."""
    pupil = pupil_now(house, child)
    assert pupil
    assert make(request_for(Child(pupil, ""))) == 0
    (coded,) = codes_for(REGENBOOG.id, [pupil])
    return Child(pupil, coded.code.symbols)


@pytest.mark.parametrize("which", [{}, {"make_key": False}, {"find_key": False}], ids=str)
def test_letters_of_both_epochs_work(house: House, rotate: Rotate, which: dict[str, bool]) -> None:
    before = code_now(house, house.child())
    rotate(**which)
    after = code_now(house, house.child("Noor"))
    assert opens(house, before, EMAIL)
    assert opens(house, after, OTHER)
    epochs = [int(item["epoch"]["N"]) for item in index_items(house)]
    assert sorted(epochs) == [1, 2]


def test_a_letter_of_before_is_printed_again_byte_for_byte(house: House, rotate: Rotate) -> None:
    child = house.child()
    request = request_for(child)
    make(request)
    first, known = pdf_of(house, request), index_items(house)
    rotate()
    rotate()
    make(request)
    assert pdf_of(house, request) == first
    assert index_items(house) == known


def test_a_new_code_is_made_with_the_newest_keys_and_the_old_letter_is_dead(house: House, rotate: Rotate) -> None:
    before = code_now(house, house.child())
    house.services.pupils.renew_code(REGENBOOG.id, before.pupil.id, before.pupil.valid_until)
    rotate()
    after = code_now(house, before)
    keys = house.services.keys
    first, second = (keys.school_key(REGENBOOG.id, epoch) for epoch in keys.epochs)
    assert first != second
    assert not opens(house, before, EMAIL)
    assert opens(house, after, EMAIL)


def test_wrong_dates_count_for_a_code_through_a_rotation(house: House, rotate: Rotate) -> None:
    child = code_now(house, house.child())
    for _ in range(3):
        ParentVisitor(house).register(child, day="15")
    rotate()
    child = code_now(house, child)
    ParentVisitor(house).register(child, day="15")
    (item,) = index_items(house)
    assert item["date_failures_ever"] == {"N": "4"}


def test_codes_of_every_epoch_are_forgotten_with_the_pupil(house: House, rotate: Rotate) -> None:
    child = code_now(house, house.child())
    rotate()
    renew_code(house, child)
    code_now(house, child)
    pupil = pupil_now(house, child)
    assert pupil
    house.services.pupils.remove(pupil, [])
    forget = {"kind": "forget_codes", "school": REGENBOOG.id, "pupil": pupil.id, "versions": pupil.code_version}
    assert make(forget) == 0
    assert index_items(house) == []


def test_a_code_that_is_to_be_known_again_is_that_of_whichever_epoch(house: House, rotate: Rotate) -> None:
    child = code_now(house, house.child())
    house.services.codes.forget([item["PK"]["S"].removeprefix("CODE#") for item in index_items(house)])
    rotate()
    know = CodeToKnow(kind="know_code", school=REGENBOOG.id, pupil=child.pupil.id, version=1)
    assert make(know, know) == 0
    assert opens(house, child, EMAIL)
    assert make(CodeToKnow(kind="know_code", school=REGENBOOG.id, pupil="gone", version=1)) == 0
    assert len(index_items(house)) == 2


def test_what_was_signed_before_is_read_and_what_is_new_is_signed_anew(house: House, rotate: Rotate) -> None:
    now, keys = house.services.now(), house.services.keys
    parent = "a-parent"
    person = employ(house)
    token, link = unsubscribing.token_for(parent, EMAIL, KINDS, now), invitation_token(keys.invitation_key, person)
    digits = confirmation_digits(keys.confirmation_key, parent, EMAIL, "nonce")
    rotate()
    rotate()
    keys = house.services.keys
    proof = unsubscribing.read(token)
    assert proof
    assert (proof.parent, proof.kinds, proof.is_of(EMAIL)) == (parent, KINDS, True)
    assert is_invited(keys.invitation_keys, person, link, now)
    newest = kept.sign(keys.signing_key, "x", {"a": 1}, now, timedelta(hours=1))
    assert kept.read([next(keys.signing_keys)], "x", newest) == {"a": 1}
    assert unsubscribing.read(token[:-4] + "AAAA") is None
    assert confirmation_digits(keys.confirmation_key, parent, EMAIL, "nonce") != digits


def test_an_epoch_that_was_given_up_opens_nothing_and_the_others_go_on(house: House, rotate: Rotate) -> None:
    before = code_now(house, house.child())
    rotate()
    after = code_now(house, house.child("Noor"))
    given = house.services.settings
    make_key, find_key = (one.split(",")[1] for one in (given.make_key_id, given.find_key_id))
    use(house, make_key_id=f"{make_key},{make_key}", find_key_id=f"{find_key},{find_key}")
    assert not opens(house, before, EMAIL)
    assert opens(house, after, EMAIL)
    assert code_now(house, after).code == after.code


def test_with_one_epoch_a_code_is_looked_up_as_ever_and_with_two_in_the_same_read(house: House, rotate: Rotate) -> None:
    for keys in (1, 2):
        child = code_now(house, house.child())
        use(house)
        house.aws.calls.clear()
        ParentVisitor(house).get(f"/k/{child.code}")
        house.aws.calls.clear()
        visitor = ParentVisitor(house)
        visitor.get(f"/k/{child.code}")
        visitor.get("/nl/registreren")
        assert house.aws.calls.count("dynamodb:BatchGetItem") == 2
        assert "dynamodb:GetItem" not in house.aws.calls
        use(house)
        house.aws.calls.clear()
        visitor.get("/nl/registreren")
        assert house.aws.calls.count("kms:GenerateMac") == keys
        rotate()


def test_the_operator_sees_what_still_depends_on_the_keys_of_an_epoch(
    house: House, operator: Operator, rotate: Rotate
) -> None:
    replaced, kept_code = code_now(house, house.child()), code_now(house, house.child("Noor"))
    rotate()
    house.services.pupils.renew_code(REGENBOOG.id, replaced.pupil.id, replaced.pupil.valid_until)
    code_now(house, replaced)
    assert kept_code
    assert operator.does("code-keys").splitlines() == [f"{REGENBOOG.id}  1  1", f"{REGENBOOG.id}  2  1"]
    assert operator.does("code-keys", "--epoch", "1") == f"{REGENBOOG.id}  1  1"
    assert "Codes that work: 1" in operator.words


@pytest.mark.parametrize("which", [{}, {"make_key": False}, {"find_key": False}], ids=str)
def test_an_epoch_without_keys_is_refused_as_its_0_would_let_a_key_go(
    operator: Operator, rotate: Rotate, which: dict[str, bool]
) -> None:
    assert operator.is_refused("code-keys", "--epoch", "2") == "there is no epoch 2: the stack has keys of 1"
    rotate(**which)
    assert operator.does("code-keys", "--epoch", "2") == ""
    assert "Codes that work: 0" in operator.words
    for epoch in ("7", "0", "-3"):
        why = f"there is no epoch {epoch}: the stack has keys of 1, 2"
        assert operator.is_refused("code-keys", f"--epoch={epoch}") == why
