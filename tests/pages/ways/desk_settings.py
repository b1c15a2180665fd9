"""Ways to *Instellingen*."""

from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.test_settings import DETAILS, GOOD, KEYS, OLD, RULES, save, seen_on
from tests.functions.visitor import Answer


def desk_settings(clerk: Clerk, house: House) -> Answer:
    return save(clerk, DETAILS, **GOOD)


def desk_details(clerk: Clerk, house: House) -> Answer:
    return clerk.get(DETAILS)


def desk_rules(clerk: Clerk, house: House) -> Answer:
    return clerk.get(RULES)


def desk_keys_none(clerk: Clerk, house: House) -> Answer:
    return clerk.get(KEYS)


def desk_keys(clerk: Clerk, house: House) -> Answer:
    clerk.post(KEYS, name="<b>Een heel lange naam van een leverancier</b>", scope_messages="on", scope_pupils="on")
    return clerk.get(KEYS)


def desk_key(clerk: Clerk, house: House) -> Answer:
    clerk.post(KEYS, name="Portaal", scope_messages="on")
    (key,) = house.services.api_keys.of_school(REGENBOOG.id)
    return clerk.get(f"{KEYS}/{key.id}")


def desk_details_wrong(clerk: Clerk, house: House) -> Answer:
    return clerk.submit(DETAILS, privacy_url="x", brin="x")


def desk_rules_wrong(clerk: Clerk, house: House) -> Answer:
    return clerk.submit(RULES, validity="weeks")


def desk_rules_sooner(clerk: Clerk, house: House) -> Answer:
    return save(clerk, RULES, **(OLD | {"kept_months": "6"}))


def desk_keys_wrong(clerk: Clerk, house: House) -> Answer:
    return clerk.submit(KEYS)


def desk_details_changed_meanwhile(clerk: Clerk, house: House) -> Answer:
    seen = seen_on(clerk, DETAILS)
    save(clerk, DETAILS, **(GOOD | {"street": "Nieuwe laan 9"}))
    return clerk.submit(DETAILS, **GOOD, seen=seen)


def desk_rules_changed_meanwhile(clerk: Clerk, house: House) -> Answer:
    seen = seen_on(clerk, RULES)
    save(clerk, RULES, **(OLD | {"max_parents": "2"}))
    return clerk.submit(RULES, **(OLD | {"kept_months": "18"}), seen=seen)


NORMAL = [
    desk_details_changed_meanwhile,
    desk_rules_changed_meanwhile,
    desk_settings,
    desk_details,
    desk_rules,
    desk_keys_none,
    desk_keys,
    desk_key,
]
WRONG = [
    desk_details_wrong,
    desk_rules_wrong,
    desk_rules_sooner,
    desk_keys_wrong,
]
