"""Ways into the desk, and to those who work there."""

from common.staff import invitation_token
from tests.functions.clerk import PASSWORD, Clerk, employ
from tests.functions.house import House
from tests.functions.lettering import make_batch, three_children
from tests.functions.visitor import Answer, Visitor

_COLLEAGUES = "/school/instellingen/medewerkers"


def _invitation(house: House, who: Visitor) -> str:
    person = employ(house, name="Kim Jansen", email="kim@school.example")
    token = invitation_token(house.services.keys.invitation_key, person)
    path = f"/school/uitnodiging/{person.school}/{person.id}/{token}"
    assert who.get(path).status == 200
    return path


def _half_in(clerk: Clerk, house: House) -> None:
    clerk.post(_invitation(house, clerk), password=PASSWORD)
    clerk.post("/school/inloggen", email="kim@school.example", password=PASSWORD)


def _proven_for(clerk: Clerk, house: House, file: str, *, is_ordered: bool = False) -> Answer:
    """Whoever asked for a file of many children, a while after the login, and has proven who they are since."""
    house.pass_time(minutes=20)
    assert (clerk.post if is_ordered else clerk.get)(file).goes_to == "/school/bevestigen"
    clerk.sit_down()
    return clerk.get("/school/downloaden")


def desk_login(clerk: Clerk, house: House) -> Answer:
    return clerk.get("/school/inloggen")


def desk_login_after_an_hour(clerk: Clerk, house: House) -> Answer:
    house.pass_time(hours=2)
    return clerk.get(clerk.get(_COLLEAGUES).goes_to)


def desk_invitation(clerk: Clerk, house: House) -> Answer:
    return clerk.get(_invitation(house, clerk))


def desk_authenticator(clerk: Clerk, house: House) -> Answer:
    _half_in(clerk, house)
    return clerk.get("/school/inloggen/telefoon")


def desk_digits(clerk: Clerk, house: House) -> Answer:
    _half_in(clerk, house)
    return clerk.get("/school/inloggen/code")


def desk_proof(clerk: Clerk, house: House) -> Answer:
    return clerk.get("/school/bevestigen")


def desk_download(clerk: Clerk, house: House) -> Answer:
    return _proven_for(clerk, house, "/school/overzicht/excel")


def desk_download_ordered(clerk: Clerk, house: House) -> Answer:
    three_children(house)
    return _proven_for(clerk, house, f"{make_batch(house, clerk)}/zip", is_ordered=True)


def desk_colleagues(clerk: Clerk, house: House) -> Answer:
    employ(house, "medewerker", name="Wilhelmina van Oldenbarnevelt-Schimmelpenninck", email="w@school.example")
    return clerk.submit(_COLLEAGUES, name="<b>Kim</b>", email="kim@school.example", role="medewerker")


def desk_colleague(clerk: Clerk, house: House) -> Answer:
    return clerk.get(f"{_COLLEAGUES}/{employ(house, 'medewerker').id}")


def desk_colleague_anew(clerk: Clerk, house: House) -> Answer:
    return clerk.get(f"{_COLLEAGUES}/{employ(house, 'medewerker').id}/opnieuw")


def desk_oneself(clerk: Clerk, house: House) -> Answer:
    return clerk.get(f"{_COLLEAGUES}/{clerk.person.id}")


def desk_oneself_anew(clerk: Clerk, house: House) -> Answer:
    return clerk.get(f"{_COLLEAGUES}/{clerk.person.id}/opnieuw")


def desk_colleague_removed(clerk: Clerk, house: House) -> Answer:
    return clerk.get(f"{_COLLEAGUES}/{employ(house, 'medewerker').id}/verwijderen")


def desk_oneself_removed(clerk: Clerk, house: House) -> Answer:
    return clerk.get(f"{_COLLEAGUES}/{clerk.person.id}/verwijderen")


def _places(clerk: Clerk) -> None:
    for _ in range(2):
        clerk.sit_down()


def desk_account(clerk: Clerk, house: House) -> Answer:
    _places(clerk)
    return clerk.get("/school/account")


def desk_account_alone(clerk: Clerk, house: House) -> Answer:
    return clerk.get("/school/account")


def desk_password(clerk: Clerk, house: House) -> Answer:
    return clerk.get("/school/account/wachtwoord")


def desk_account_wrong(clerk: Clerk, house: House) -> Answer:
    _places(clerk)
    return clerk.submit("/school/account")


def desk_password_wrong(clerk: Clerk, house: House) -> Answer:
    return clerk.submit("/school/account/wachtwoord")


def desk_invitation_over(clerk: Clerk, house: House) -> Answer:
    path = _invitation(house, clerk)
    clerk.post(path, password=PASSWORD)
    return clerk.get(path)


def desk_lost(clerk: Clerk, house: House) -> Answer:
    return clerk.get("/school/is/hier/niet")


def desk_lost_outside(clerk: Clerk, house: House) -> Answer:
    del clerk.cookies["__Host-desk"]
    return desk_lost(clerk, house)


def desk_forbidden(clerk: Clerk, house: House) -> Answer:
    other = Clerk(house, "medewerker")
    other.cookies["__Host-language"] = clerk.cookies["__Host-language"]
    return other.get(_COLLEAGUES)


def desk_failure(clerk: Clerk, house: House) -> Answer:
    house.refuse("Query", times=20)
    return clerk.get(_COLLEAGUES)


def desk_login_all_wrong(clerk: Clerk, house: House) -> Answer:
    return clerk.submit("/school/inloggen")


def desk_invitation_wrong(clerk: Clerk, house: House) -> Answer:
    return clerk.submit(_invitation(house, clerk), password="kort")


def desk_authenticator_wrong(clerk: Clerk, house: House) -> Answer:
    _half_in(clerk, house)
    return clerk.submit("/school/inloggen/telefoon")


def desk_digits_wrong(clerk: Clerk, house: House) -> Answer:
    _half_in(clerk, house)
    return clerk.submit("/school/inloggen/code")


def desk_proof_wrong(clerk: Clerk, house: House) -> Answer:
    return clerk.submit("/school/bevestigen")


def desk_colleagues_wrong(clerk: Clerk, house: House) -> Answer:
    return clerk.submit(_COLLEAGUES)


def desk_colleague_not_again(clerk: Clerk, house: House) -> Answer:
    anew = f"{_COLLEAGUES}/{employ(house, 'medewerker').id}/opnieuw"
    house.pass_time(seconds=86400 - house.services.now().timestamp() % 86400 + 1)
    clerk.sit_down()
    for _ in range(5):
        clerk.post(anew)
    return clerk.submit(anew)


def desk_colleague_wrong(clerk: Clerk, house: House) -> Answer:
    return clerk.submit(f"{_COLLEAGUES}/{clerk.person.id}/verwijderen")


def desk_oneself_not_sure(clerk: Clerk, house: House) -> Answer:
    return clerk.submit(f"{_COLLEAGUES}/{clerk.person.id}/rol", role="medewerker")


NORMAL = [
    desk_colleague_not_again,
    desk_login,
    desk_login_after_an_hour,
    desk_invitation,
    desk_authenticator,
    desk_digits,
    desk_proof,
    desk_download,
    desk_download_ordered,
    desk_account,
    desk_account_alone,
    desk_password,
    desk_colleagues,
    desk_colleague,
    desk_oneself,
    desk_colleague_anew,
    desk_oneself_anew,
    desk_colleague_removed,
    desk_oneself_removed,
    desk_invitation_over,
    desk_lost,
    desk_lost_outside,
    desk_forbidden,
    desk_failure,
]
WRONG = [
    desk_login_all_wrong,
    desk_invitation_wrong,
    desk_authenticator_wrong,
    desk_digits_wrong,
    desk_proof_wrong,
    desk_account_wrong,
    desk_password_wrong,
    desk_colleagues_wrong,
    desk_colleague_wrong,
    desk_oneself_not_sure,
]
