"""OneRoster, Microsoft School Data Sync and Clever, and the zip files that they come in."""

import pytest

from tests.rules.files import day, oneroster, package, table
from tests.rules.lists import PARNASSYS, assert_every_row_is_accounted_for, only_pupil, read, refusal

ZOE = ("u1", "", "student", "Zoë", "van der Berg")
TEACHER = ("t1", "", "teacher", "Tom", "Meester")
IN_3A = ("", "c2", "u1", "student")


def test_pupils_of_oneroster_have_their_homeroom_and_no_guessed_prefix() -> None:
    files = oneroster([ZOE, TEACHER], enrolments=[("", "c1", "u1", "student"), IN_3A, ("", "c3", "t1", "teacher")])
    files["demographics.csv"] = table(("sourcedId", "birthDate"), ("u1", "2018-02-03"))
    parsed = read(package(files))
    pupil = only_pupil(parsed)
    assert (parsed.format, parsed.rows, parsed.scope) == ("oneroster", 1, "full")
    assert (pupil.source_key, pupil.given_name, pupil.prefix, pupil.family_name) == ("u1", "Zoë", "", "van der Berg")
    assert (pupil.class_name, pupil.birth_date, pupil.where) == ("3A", day("2018-02-03"), "users.csv regel 2")


def test_since_version_1_2_the_role_is_in_a_file_of_its_own() -> None:
    files = oneroster([("u1", "", "", "Zoë", "Berg"), ("t1", "", "", "Tom", "Meester")], version="1.2")
    files["roles.csv"] = table(("userSourcedId", "role", "endDate"), ("u1", "student", ""), ("t1", "teacher", ""))
    assert only_pupil(read(package(files))).source_key == "u1"


def test_changes_alone_say_nothing_about_others_and_name_those_who_left() -> None:
    users = [("u1", "active", "student", "Zoë", "Berg"), ("u2", "tobedeleted", "student", "Bo", "Hek")]
    old, new = ("tobedeleted", "c2", "u1", "student"), ("active", "c3", "u1", "student")
    parsed = read(package(oneroster(users, mode="delta", enrolments=[new, old])))
    assert (parsed.scope, only_pupil(parsed).class_name) == ("part", "4B")
    assert [pupil.source_key for pupil in parsed.left] == ["u2"]
    assert_every_row_is_accounted_for(parsed)


@pytest.mark.parametrize(
    ("status", "mode", "scope"), [("", "delta", "full"), ("active", "bulk", "full"), ("active", "delta", "part")]
)
def test_what_the_rows_say_wins_over_the_manifest(status: str, mode: str, scope: str) -> None:
    users = [("u1", status, "student", "Zoë", "Berg")]
    assert read(package(oneroster(users, mode=mode, enrolments=[IN_3A]))).scope == scope


def test_whoever_may_not_log_in_has_not_left() -> None:
    files = oneroster([], enrolments=[IN_3A])
    files["users.csv"] = table(
        ("sourcedId", "enabledUser", "role", "givenName", "familyName"), ("u1", "FALSE", "student", "Zoë", "Berg")
    )
    assert only_pupil(read(package(files))).class_name == "3A"


def test_a_class_whose_pupil_is_not_in_the_package_is_warned_about() -> None:
    for users, said in ((["u9"], "van één ingeschreven leerling"), (["u8", "u9"], "van 2 ingeschreven leerlingen")):
        enrolments = [IN_3A, *(("", "c3", user, "student") for user in users)]
        (warning,) = read(package(oneroster([ZOE], enrolments=enrolments))).warnings
        assert warning.reason.startswith(f"{said} ontbreekt de regel in users.csv")


def test_only_a_manifest_means_that_nothing_changed() -> None:
    assert "niets gewijzigd" in refusal(package({"manifest.csv": "propertyName,value\r\n"}))


def test_school_data_sync_2_1_is_read() -> None:
    files: dict[str, str | bytes] = {
        "orgs.csv": table(("sourcedId", "name", "type"), ("o1", "School", "school")),
        "users.csv": table(("sourcedId", "givenName", "familyName", "password"), ("u1", "Zoë", "Berg", "geheim123")),
        "roles.csv": table(("userSourcedId", "orgSourcedId", "role"), ("u1", "o1", "student")),
        "classes.csv": table(("sourcedId", "orgSourcedId", "title"), ("c1", "o1", "3A")),
        "enrollments.csv": table(("classSourcedId", "userSourcedId", "role"), ("c1", "u1", "student")),
        "demographics.csv": table(("userSourcedId", "birthDate"), ("u1", "2018-02-03")),
    }
    parsed = read(package(files))
    assert (parsed.format, parsed.scope, only_pupil(parsed).class_name) == ("sds", "full", "3A")
    assert "geheim123" not in repr(parsed)


def test_school_data_sync_1_is_read_with_its_american_dates() -> None:
    files: dict[str, str | bytes] = {
        "Student.csv": table(
            ("SIS ID", "First Name", "Last Name", "Password", "Status", "Birthdate"),
            ("s1", "Zoë", "Berg", "geheim123", "Active", "2/3/2018"),
        ),
        "Section.csv": table(("SIS ID", "School SIS ID", "Section Name"), ("k1", "o1", "3A")),
        "StudentEnrollment.csv": table(("Section SIS ID", "SIS ID"), ("k1", "s1")),
    }
    parsed = read(package(files))
    pupil = only_pupil(parsed)
    assert (parsed.format, pupil.class_name, pupil.birth_date) == ("sds", "3A", day("2018-02-03"))
    assert "geheim123" not in repr(parsed)


def test_clever_is_read() -> None:
    files: dict[str, str | bytes] = {
        "students.csv": table(
            ("School_id", "Student_id", "Last_name", "First_name", "Grade", "Dob"),
            ("o", "s1", "Berg", "Zoë", "3", "11/1/18"),
        ),
        "sections.csv": table(("School_id", "Section_id", "Name"), ("o", "k1", "3A")),
        "enrollments.csv": table(("School_id", "Section_id", "Student_id"), ("o", "k1", "s1")),
    }
    parsed = read(package(files))
    pupil = only_pupil(parsed)
    assert (parsed.format, pupil.class_name, pupil.birth_date) == ("clever", "3A", day("2018-11-01"))


def test_a_missing_column_is_named_with_its_file() -> None:
    files = oneroster([ZOE])
    files["users.csv"] = table(("sourcedId", "role"), ("u1", "student"))
    assert "In users.csv missen we de kolom givenname" in refusal(package(files))


@pytest.mark.parametrize("folder", ["", "export/", "__MACOSX/../export/"])
def test_the_folder_that_a_computer_puts_around_a_package_is_looked_through(folder: str) -> None:
    files = oneroster([ZOE], enrolments=[IN_3A])
    content = package(files, folder)
    if ".." in folder:
        assert refusal(content)
    else:
        assert only_pupil(read(content)).source_key == "u1"


def test_what_a_macintosh_adds_is_passed_over() -> None:
    files: dict[str, str | bytes] = {"lijst.csv": PARNASSYS, "__MACOSX/._lijst.csv": b"\x00\x05", ".DS_Store": b"\x00"}
    assert len(read(package(files)).pupils) == 2


def test_one_list_in_a_zip_is_unpacked() -> None:
    assert read(package({"leerlingen.csv": PARNASSYS})).format == "csv"
