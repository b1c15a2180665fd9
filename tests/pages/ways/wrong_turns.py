"""Ways to the pages that say what went wrong."""

from dataclasses import replace
from datetime import date

from tests.functions.house import Child, House
from tests.functions.parent import ParentVisitor, filled_in
from tests.functions.visitor import Answer


def _choice_with(visitor: ParentVisitor, child: Child) -> Answer:
    visitor.get(f"/k/{child.code}")
    return visitor.get("/nl/start")


def choice_code_mistyped(visitor: ParentVisitor, _: House) -> Answer:
    visitor.get("/k/0000-0000-0000-0001")
    return visitor.get("/nl/start")


def choice_code_unknown(visitor: ParentVisitor, _: House) -> Answer:
    visitor.get("/k/0000-0000-0000-0000")
    return visitor.get("/nl/start")


def choice_code_expired(visitor: ParentVisitor, house: House) -> Answer:
    return _choice_with(visitor, house.child(valid_until=date(2020, 7, 31)))


def choice_code_full(visitor: ParentVisitor, house: House) -> Answer:
    return _choice_with(visitor, house.child(linked=4))


def choice_pupil_left(visitor: ParentVisitor, house: House) -> Answer:
    return _choice_with(visitor, house.child(active=False))


def choice_codes_paused(visitor: ParentVisitor, house: House) -> Answer:
    house.set_paused(True)
    return _choice_with(visitor, house.child())


def _wrong_dates(house: House, times: int) -> Child:
    child, stranger = house.child(), ParentVisitor(house)
    for number in range(times):
        if number % 5 == 0:
            house.pass_time(hours=25)
        stranger.register(child, day="15")
    return child


def choice_date_paused(visitor: ParentVisitor, house: House) -> Answer:
    return _choice_with(visitor, _wrong_dates(house, 5))


def choice_date_locked(visitor: ParentVisitor, house: House) -> Answer:
    return _choice_with(visitor, _wrong_dates(house, 10))


def registration_date_paused(visitor: ParentVisitor, house: House) -> Answer:
    return visitor.submit("/nl/registreren", **filled_in(_wrong_dates(house, 5)))


def registration_group_mistyped(visitor: ParentVisitor, house: House) -> Answer:
    code = house.child().code
    return visitor.submit("/nl/registreren", code=f"{code[:4]}-{code[4:7]}-{code[8:12]}-{code[12:]}")


def address_in_use(visitor: ParentVisitor, house: House) -> Answer:
    ParentVisitor(house).register(house.child())
    return visitor.submit("/nl/registreren", **filled_in(house.child("Daan"), password="een heel ander wachtwoord"))


def session_ended(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    house.services.sessions.close(visitor.session)
    return visitor.submit("/nl/profiel", email_dringend="on")


def too_many_logins(visitor: ParentVisitor, _: House) -> Answer:
    for _number in range(10):
        visitor.log_in(password="verkeerd")
    return visitor.log_in(password="verkeerd")


def linking_date_that_keeps_failing(visitor: ParentVisitor, house: House) -> Answer:
    visitor.register(house.child())
    visitor.link(house.child("Daan"), day="15")
    return visitor.get("/nl/koppelen")


def date_report(visitor: ParentVisitor, house: House) -> Answer:
    visitor.submit("/nl/registreren", **filled_in(house.child(), day="15"))
    return visitor.get("/nl/melden")


def date_report_all_wrong(visitor: ParentVisitor, _: House) -> Answer:
    return visitor.submit("/nl/melden", code="x", name="", contact="")


def date_reported(visitor: ParentVisitor, house: House) -> Answer:
    return visitor.submit("/nl/melden", code=house.child().code, name="Fatima", contact="06 12345678")


def maintenance(visitor: ParentVisitor, house: House) -> Answer:
    house.services.settings = replace(house.services.settings, maintenance="yes")
    return visitor.get("/nl/start")


def not_there(visitor: ParentVisitor, _: House) -> Answer:
    return visitor.get("/nl/niets")


def from_elsewhere(visitor: ParentVisitor, _: House) -> Answer:
    return visitor.send("POST", "/nl/registreren", {"sec-fetch-site": "cross-site"}, "")


def broken(visitor: ParentVisitor, house: House) -> Answer:
    child = house.child()
    house.refuse("BatchGetItem")
    return visitor.register(child)


NORMAL = [
    choice_code_mistyped,
    choice_code_unknown,
    choice_code_expired,
    choice_code_full,
    choice_codes_paused,
    choice_pupil_left,
    choice_date_paused,
    choice_date_locked,
    session_ended,
    too_many_logins,
    date_report,
    date_reported,
    maintenance,
    not_there,
    from_elsewhere,
    broken,
]


WRONG = [
    registration_date_paused,
    registration_group_mistyped,
    address_in_use,
    linking_date_that_keeps_failing,
    date_report_all_wrong,
]
