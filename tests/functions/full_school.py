"""A school that is in use: a list, two parents of each pupil, messages, letters, colleagues; and its desk's pages."""

import re
from datetime import timedelta

from common.cloud import counting
from common.cloud.table.sessions import new_session
from common.ids import random_id
from common.parents import Parent
from common.pupils import Pupil
from common.web import visits
from tests.functions.clerk import Clerk, employ
from tests.functions.house import REGENBOOG, House
from tests.functions.lettering import LETTERS_PAGE, PLAN, WHOLE, make_batch
from tests.functions.routes import routes
from tests.functions.test_desk_messages import MESSAGES, NEW, hidden, sent, write
from tests.functions.uploads import put, put_content, reports, settle, take

OF_A_CLASS = 25
_DOWNLOAD = "/school/downloaden"
PARENTS_OF_A_PUPIL = 2
_ROWS = "Leerlingnummer;Roepnaam;Voorvoegsel;Achternaam;Groep;Geboortedatum"
# A page whose address alone shows nothing: it is told of what it is.
_NEEDS = {
    f"{NEW}/bijlagen": "?bericht={order}",
    f"{NEW}/voorbeeld": "?bericht={order}",
    f"{NEW}/mail": "?bericht={order}",
}
# The same pages once more, showing something else.
_MORE = (
    "/school/leerlingen?zoek=kind",
    "/school/leerlingen?groep=1&alleen=een&op=ouders",
    "/school/leerlingen?wie=vertrokken",
    "/school/leerlingen/{pupil}?meldingen=alle",
    "/school/lijsten/{waiting}",
    f"{NEW}?bericht={{order}}",
    f"{NEW}?bericht={{search}}",
    f"{MESSAGES}/{{message}}?staat=sent&pagina=1",
)
# Files, and what comes before the login.
_NO_PAGES = re.compile(r"/(inloggen|uitnodiging|bijlage|logo|zip|pdf|excel|ontvangen)\b|{(file|number)}")


def fill(house: House, pupils: int) -> tuple[Clerk, dict[str, str]]:
    """Somebody at its desk, and what fills the parameters of addresses."""
    rows = [f"{number};Kind{number};;Boom;{number // OF_A_CLASS + 1};14-03-2017" for number in range(1, pupils + 1)]
    take(put(house, *rows))
    settle(house)
    for pupil in house.services.pupils.of_school(REGENBOOG.id):
        parents = [_link(house, pupil) for _ in range(PARENTS_OF_A_PUPIL)]
    # That others are told of new links is another story.
    outbox = house.services.outbox
    outbox.drop((partition, sort_key) for partition, sort_key, _ in outbox.due_before(house.services.now()))
    counting.recount(REGENBOOG.id)
    clerk = Clerk(house)
    given = {
        "pupil": pupil.id,
        "parent": parents[0],
        "import_id": reports(house)[-1].id,
        "message": _deliver(house, sent(clerk)),
        "order": hidden(write(clerk), "order"),
        "search": hidden(write(clerk, action="search", audience="pupils", search="kind"), "order"),
        "batch": make_batch(house, clerk, files="class").rpartition("/")[2],
        "staff": employ(house).id,
        "key": _key(house),
        "letter": clerk.post(f"/school/leerlingen/{pupil.id}", what="letter").goes_to.rpartition("/")[2],
    }
    planned = sent(clerk, when="later", day=(house.today + timedelta(days=30)).isoformat(), time="8:30")
    take(
        put_content(
            house,
            "\r\n".join((_ROWS, *rows[:2], "9999;Nieuw;;Boom;1;", "8;;;;1;")).encode(),
            at="13:00:00",
            whole_school="yes",
        )
    )
    clerk.sit_down()
    return clerk, given | {"planned": planned, "waiting": reports(house)[-1].id}


def _link(house: House, pupil: Pupil) -> str:
    """A new parent of this child; the id."""
    here, parent = house.services, Parent(random_id(), "Ouder Boom", f"{random_id()}@ouders.example")
    here.parents.register(parent, house.invitation(pupil), new_session(parent.id, here.now()), here.now())
    here.addresses.confirm(parent)
    return parent.id


def _key(house: House) -> str:
    house.services.api_keys.make(REGENBOOG.id, house.services.now())
    (key,) = house.services.api_keys.of_school(REGENBOOG.id)
    return key.id


def _deliver(house: House, message: str) -> str:
    house.relay()
    while tasks := house.aws.queued("deliveries"):
        house.work(*tasks)
        # Mail waits for its turn.
        house.pass_time(seconds=60)
    return message


def pages() -> list[str]:
    """The address of every page behind the login, and of what they show beside what they show first; to be filled."""
    paths = {route.path for route in routes() if route.method == "GET" and route.path.startswith("/school")}
    return [path + _NEEDS.get(path, "") for path in sorted(paths) if not _NO_PAGES.search(path)] + list(_MORE)


def way_to(clerk: Clerk, page: str, given: dict[str, str]) -> str:
    """The address of one of the pages, with somebody at the desk who used it a moment ago."""
    clerk.sit_down()
    if page == PLAN:
        clerk.post(LETTERS_PAGE, **WHOLE)
    if page == _DOWNLOAD:
        wanted = visits.keep_desk_return("/school", visits.WantedFile("/school/overzicht/excel", is_ordered=False))
        clerk.cookies[visits.DESK_RETURN] = wanted.value
    if page.endswith("/intrekken"):
        given = given | {"message": given["planned"]}
    if page.endswith("/brief/{batch}"):
        given = given | {"batch": given["letter"]}
    return page.format_map(given)
