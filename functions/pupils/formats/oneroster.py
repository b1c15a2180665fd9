"""OneRoster 1.0 to 1.2 (1EdTech) and its cousin, Microsoft School Data Sync 2: users, roles, classes, enrolments."""

from collections import defaultdict
from datetime import date

from common import list_words as words
from common import refusal_words as refusals
from pupils.formats.archives import Archive
from pupils.formats.collector import Collector, Seen
from pupils.formats.packages import Record, is_on, records
from pupils.listed import Format, ListRefused, PupilList, Scope

_GONE = "tobedeleted"


def read(archive: Archive, today: date) -> PupilList:
    """Raises ListRefused."""
    form: Format = "oneroster" if "manifest.csv" in archive or "academicsessions.csv" in archive else "sds"
    manifest = {one.get("propertyname"): one.get("value") for one in records(archive, "manifest.csv")}
    users = list(records(archive, "users.csv", "sourcedid", "givenname", "familyname"))
    students = _students(archive, users, today)
    if not students:
        raise ListRefused("no_pupils", refusals.NO_PUPILS_IN_FILE)
    classes = _classes_by_user(archive, today)
    born = {one.get("sourcedid", "usersourcedid"): one.get("birthdate") for one in records(archive, "demographics.csv")}
    collector = Collector(today)
    known = {one.get("sourcedid") for one in users}
    for user in students:
        key = user.get("sourcedid")
        collector.take(
            Seen(
                where=user.where,
                key=key,
                given=user.get("preferredgivenname") or user.get("givenname"),
                family=user.get("preferredfamilyname") or user.get("familyname"),
                class_name=classes.get(key, ""),
                year=user.get("grades", "grade"),
                born=born.get(key, ""),
                left=user.get("status").lower() == _GONE,
            )
        )
    unknown = sorted(classes.keys() - known)
    if unknown:
        missing = words.NO_USER if len(unknown) == 1 else words.NO_USERS % {"pupils": len(unknown)}
        collector.warn("enrollments.csv", missing)
    return collector.finish(form, scope=_scope(form, manifest, users))


def _students(archive: Archive, users: list[Record], today: date) -> list[Record]:
    """By the role in their own row, or since 1.2 by a row of roles.csv."""
    roles: dict[str, set[str]] = defaultdict(set)
    for one in records(archive, "roles.csv", "usersourcedid", "role"):
        ends = one.get("enddate", "roleenddate")
        if one.get("status").lower() != _GONE and is_on(today, one.get("begindate", "rolestartdate"), ends):
            roles[one.get("usersourcedid")].add(one.get("role").lower())
    return [user for user in users if "student" in {user.get("role").lower(), *roles.get(user.get("sourcedid"), ())}]


def _classes_by_user(archive: Archive, today: date) -> dict[str, str]:
    """The class of each student: the homeroom where there is one, else the first by name."""
    titles = {
        one.get("sourcedid"): (one.get("classtype").lower() != "homeroom", one.get("title"))
        for one in records(archive, "classes.csv", "sourcedid", "title")
        if one.get("status").lower() != _GONE
    }
    found: dict[str, list[tuple[bool, str]]] = defaultdict(list)
    for one in records(archive, "enrollments.csv", "classsourcedid", "usersourcedid", "role"):
        is_theirs = one.get("role").lower() == "student" and one.get("status").lower() != _GONE
        title = titles.get(one.get("classsourcedid"))
        if is_theirs and title and is_on(today, one.get("begindate"), one.get("enddate")):
            found[one.get("usersourcedid")].append(title)
    return {user: min(several)[1] for user, several in found.items()}


def _scope(form: Format, manifest: dict[str, str], users: list[Record]) -> Scope:
    """What the rows say wins over the manifest: only a whole list leaves every status empty (some write 'active')."""
    stated = {user.get("status").lower() for user in users} - {""}
    said = manifest.get("file.users", "").lower()
    if form == "sds" or not stated:
        return "full"
    return "full" if said == "bulk" and stated == {"active"} else "part"
