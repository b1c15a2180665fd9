"""What holds after every flow, however often, in whatever order and with whatever interruption it came."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from common.links import CodeEntry, Invitation
from common.messages import counts
from tests.functions.house import REGENBOOG
from tests.trouble.scene import Scene, name_of_push, plain, tag_of

Item = Mapping[str, Any]
_BEFORE_THE_TABLE_KNOWS = (
    "killed_after AdminCreateUser",
    "killed_before AdminSetUserPassword",
    "killed_after AdminSetUserPassword",
    "killed_before TransactWriteItems",
)
_ENDS = ("done", "undone", "waiting", "declined", "refused", "superseded")


def breaches(scene: Scene) -> list[str]:
    """A sentence for each thing that does not hold."""
    items = [plain(item) for item in scene.house.items()]
    by_kind: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_kind[item["SK"].partition("#")[0]].append(item)
    return [
        *_of_links(scene, by_kind),
        *_of_accounts(scene, by_kind),
        *_of_events(scene, items),
        *_of_sends(scene, by_kind),
        *_of_lists(scene),
        *_of_letters(scene, by_kind),
        *_of_messages(scene),
    ]


def _of_links(scene: Scene, by_kind: Mapping[str, list[Item]]) -> Iterator[str]:
    links = [(item["parent"], item["pupil"]) for item in by_kind["CHILD"]]
    number = Counter(pupil for _, pupil in links)
    for pupil in scene.house.services.pupils.of_school(REGENBOOG.id):
        if pupil.linked != number[pupil.id]:
            yield f"{pupil.id} counts {pupil.linked} links and has {number[pupil.id]}"
        cap = Invitation(CodeEntry("", pupil.school, pupil.id, 1), pupil, REGENBOOG).cap
        if number[pupil.id] > cap:
            yield f"{pupil.id} has {number[pupil.id]} links where {cap} are allowed"
    known = {item["id"] for item in by_kind["PROFILE"]}
    yield from (f"a link of {parent}, who has no account" for parent, _ in links if parent not in known)
    balance: Counter[tuple[str, str]] = Counter()
    signs = {"linked": 1, "unlinked": -1}
    for item in (one for one in by_kind["JOURNAL"] if one["what"] in signs):
        balance[item["about"]["parent"], item["about"]["pupil"]] += signs[item["what"]]
    journalled = sorted(pair for pair, linked in balance.items() for _ in range(linked))
    if journalled != sorted(links):
        yield f"the journal says {journalled}, the links are {sorted(links)}"
    told = {body["link"] for body in scene.replays.seen if body.get("kind") == "new_link"}
    linked = {item["SK"].removeprefix("JOURNAL#") for item in by_kind["JOURNAL"] if item["what"] == "linked"}
    yield from (f"nobody was to be told of the link {one}" for one in linked - told)


def _of_accounts(scene: Scene, by_kind: Mapping[str, list[Item]]) -> Iterator[str]:
    profiles = {item["id"]: item["email"] for item in by_kind["PROFILE"]}
    logins = {item["parent"]: item["PK"].removeprefix("LOGIN#") for item in by_kind["LOGIN"]}
    if profiles != logins:
        yield f"profiles {profiles} and addresses {logins} differ"
    users = {user["Username"]: user for user in scene.house.users()}
    able = {name for name, user in users.items() if user["UserStatus"] == "CONFIRMED"}
    yield from (f"{one} cannot log in" for one in profiles if one not in able)
    for name in users.keys() - profiles.keys():
        # Of a process that died before the table knew: nobody can log in with it, and nobody can be known by it.
        told = [one["Name"] for one in users[name]["Attributes"] if one["Name"] != "sub"]
        if told or scene.crashes.struck not in _BEFORE_THE_TABLE_KNOWS:
            yield f"the user {name} has no account, and tells {told}"
    sessions = [item for item in by_kind["SESSION"] if item["PK"].startswith("PARENT#")]
    yield from (f"a session of {one['PK']}" for one in sessions if one["PK"].removeprefix("PARENT#") not in profiles)


def _of_events(scene: Scene, items: Sequence[Item]) -> Iterator[str]:
    yield from (f"among the dead letters: {body}" for body in scene.replays.dead_letters)
    yield from (f"left in the outbox: {one['body']}" for one in items if one["PK"].startswith("OUTBOX#"))
    yield from (f"never done: {one['SK']}" for one in items if one["PK"] == "OPEN#MESSAGES")


def _of_sends(scene: Scene, by_kind: Mapping[str, list[Item]]) -> Iterator[str]:
    sent = Counter([tag_of(mail) for mail in scene.house.mails] + [name_of_push(one) for one in scene.house.pushes])
    for name, times in sent.items():
        if times > 1 + (name in scene.twice_allowed):
            yield f"sent {times} times: {name}"
    for row in by_kind["DELIVERY"]:
        if row["phase"] in ("claimed", "waiting"):
            yield f"a delivery that is still {row['phase']}: {row['PK']} {row['SK']}"


def _of_lists(scene: Scene) -> Iterator[str]:
    for one in scene.house.services.imports.newest(REGENBOOG.id, 100):
        if one.state not in _ENDS:
            yield f"the list {one.file} is still {one.state}"
        told = sum(one.counts.get(name, 0) for name in ("imported", "merged", "held", "skipped"))
        if one.counts and one.counts["rows"] != told:
            yield f"the list {one.file} lost rows: {dict(one.counts)}"


def _of_letters(scene: Scene, by_kind: Mapping[str, list[Item]]) -> Iterator[str]:
    yield from (f"other bytes under the same key: {key}" for key in scene.changed_pdfs)
    codes = Counter((item["pupil"], int(item["version"])) for item in by_kind["CODE"])
    yield from (f"{times} codes of one version: {one}" for one, times in codes.items() if times > 1)
    for item in by_kind["BATCH"]:
        files = {one.rpartition("/")[2].removesuffix(".pdf") for one in item.get("files", ())}
        wanted = {one["file"] for one in item.get("wanted", ())}
        of_batch = [one for one in scene.replays.seen if one.get("batch") == item["SK"].removeprefix("BATCH#")]
        # Once they are all made the school is told, with the batch and no file.
        asked = {one["file"] for one in of_batch if "file" in one}
        yield from (f"asked for and not made: {one} of {item['SK']}" for one in asked - files)
        yield from (f"made and not wanted: {one} of {item['SK']}" for one in files - wanted if wanted)


def _of_messages(scene: Scene) -> Iterator[str]:
    here = scene.house.services
    for message in here.messages.of_school(REGENBOOG.id, "", 100):
        tally = counts(*here.deliveries.progress(message.id))
        reached = sum(number for state, number in tally.items() if state not in ("audience", "queued"))
        if tally["audience"] != reached:
            yield f"the counts of {message.title} do not add up: {tally}"
