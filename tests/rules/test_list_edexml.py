"""EDEXML, UWLR and EDEX2000, as ParnasSys and ESIS export them."""

import pytest

from common.pupils import WITHOUT_CLASS
from tests.rules.files import BO, ZOE, day, edex2000, edexml, package, uwlr
from tests.rules.lists import assert_every_row_is_accounted_for, only_pupil, read, refusal


@pytest.mark.parametrize("version", ["1.03", "2.0", "2.1", "2.2", "99"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "utf-16"])
def test_a_school_is_read_whatever_the_version_and_encoding(version: str, encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    content = edexml(ZOE, BO, version=version, encoding=declared)
    parsed = read(b"\xef\xbb\xbf" + content if encoding == "utf-8-sig" else content)
    zoe, bo = parsed.pupils
    assert (parsed.format, parsed.scope, parsed.brin, parsed.made_on) == ("edexml", "full", "99ZZ", day("2026-11-23"))
    assert (zoe.source_key, zoe.given_name, zoe.prefix, zoe.family_name) == ("00017", "Zoë", "van der", "Berg")
    assert (zoe.class_name, zoe.year, zoe.birth_date) == ("3A", "3", day("2018-02-03"))
    assert (bo.prefix, bo.class_name, bo.year, bo.birth_date) == ("van 't", "7/8", "C", None)
    assert parsed.warnings == ()


@pytest.mark.parametrize("envelope", [False, True])
def test_uwlr_is_the_same_in_a_namespace(envelope: bool) -> None:
    parsed = read(uwlr(ZOE, BO, envelope=envelope))
    assert (parsed.format, [pupil.class_name for pupil in parsed.pupils]) == ("uwlr", ["3A", "7/8"])


@pytest.mark.parametrize("news", ["geenwijzigingen", "geengegevens"])
def test_uwlr_without_news_changes_nothing(news: str) -> None:
    content = f"<leerlinggegevens_antwoord><{news}/></leerlinggegevens_antwoord>".encode()
    assert "niets gewijzigd" in refusal(content)


def test_one_name_is_enough_and_a_group_and_a_date_may_be_missing() -> None:
    parsed = read(edexml('<leerling key="1028"><roepnaam>Mono</roepnaam><jaargroep>4</jaargroep></leerling>'))
    pupil = only_pupil(parsed)
    assert (pupil.given_name, pupil.family_name, pupil.class_name) == ("Mono", "", WITHOUT_CLASS)
    assert "geen groep" in parsed.warnings[0].reason


@pytest.mark.parametrize(
    ("inside", "given"),
    [
        ("<achternaam>Wit</achternaam><voornamen>Anna Maria</voornamen>", "Anna"),
        ("<achternaam>Wit</achternaam><voorletters-1>AM</voorletters-1>", "AM"),
        ("<achternaam>Wit</achternaam><voornamen>Anna</voornamen><roepnaam>An</roepnaam>", "An"),
    ],
)
def test_the_given_name_is_what_the_child_is_called(inside: str, given: str) -> None:
    assert only_pupil(read(edexml(f'<leerling key="1">{inside}<groep key="G3A"/></leerling>'))).given_name == given


@pytest.mark.parametrize(
    ("inside", "left"),
    [
        ("<uitstroomdatum>2026-07-31</uitstroomdatum>", True),
        ("<uitstroomdatum>2026-11-23</uitstroomdatum>", True),
        ("<uitstroomdatum>2027-07-31</uitstroomdatum>", False),
        ("<jaargroep>H</jaargroep>", True),
        ("<jaargroep>8</jaargroep>", False),
    ],
)
def test_a_pupil_has_left_from_the_leaving_date_on(inside: str, left: bool) -> None:
    leaver = f'<leerling key="9"><roepnaam>Noah</roepnaam>{inside}<groep key="G3A"/></leerling>'
    parsed = read(edexml(ZOE, leaver))
    assert parsed.skipped == len(parsed.left) == left
    assert len(parsed.pupils) == 2 - left
    assert_every_row_is_accounted_for(parsed)


def test_a_pupil_who_has_not_started_is_skipped_and_has_not_left() -> None:
    later = '<leerling key="9"><roepnaam>Noah</roepnaam><instroomdatum>2027-01-05</instroomdatum></leerling>'
    parsed = read(edexml(ZOE, later))
    assert (parsed.skipped, parsed.left) == (1, ())


def test_a_number_made_up_for_this_file_is_none_and_the_pseudonym_takes_its_place() -> None:
    dummy = ZOE.replace('key="00017"', 'key="#001"')
    assert only_pupil(read(edexml(dummy))).source_key is None
    named = ZOE.replace('key="00017"', 'key="#001" eckid="https://id.school/abc"')
    assert only_pupil(read(edexml(named))).source_key == "https://id.school/abc"


def test_a_group_that_is_not_in_the_file_is_warned_about() -> None:
    parsed = read(edexml(ZOE.replace("G3A", "G9X")))
    assert only_pupil(parsed).class_name == WITHOUT_CLASS
    assert any("‘G9X’ staat niet in het bestand" in warning.reason for warning in parsed.warnings)


def test_two_different_pupils_of_one_number_are_both_held_with_their_lines() -> None:
    parsed = read(edexml(ZOE, BO.replace("1020", "00017")))
    assert parsed.pupils == ()
    assert [remark.where for remark in parsed.held] == ["regel 6", "regel 7"]
    assert parsed.present == {"00017"}


def test_a_date_with_a_time_zone_is_read_and_an_impossible_one_warned_about() -> None:
    zoned = read(edexml(ZOE.replace("2018-02-03", "2018-02-03+02:00")))
    assert only_pupil(zoned).birth_date == day("2018-02-03")
    odd = read(edexml(ZOE.replace("2018-02-03", "1900-01-01")))
    assert only_pupil(odd).birth_date is None
    assert "geboortedatum" in odd.warnings[0].reason


def test_a_branch_is_part_of_the_schools_number() -> None:
    assert read(edexml(ZOE, branch="01")).brin == "99ZZ01"


def test_nothing_but_what_we_need_is_kept() -> None:
    more = "<bsn>999999990</bsn><etniciteit>1</etniciteit><postcodenl>1234AB</postcodenl>"
    assert "999999990" not in repr(read(edexml(ZOE.replace("<jaargroep>", more + "<jaargroep>"))))


@pytest.mark.parametrize("content", [edexml(), edexml("<leerkracht key='1'/>"), b"<EDEX/>", uwlr()])
def test_a_file_without_pupils_is_refused(content: bytes) -> None:
    assert "geen leerlingen" in refusal(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (edexml(ZOE)[:-40], "Op regel"),
        (edexml(ZOE).replace("ë".encode(), b"\xeb"), "klopt het XML-bestand niet"),
        (b"<rss><channel/></rss>", "geen leerlingenlijst"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:x"/>', "oud Excel-bestand"),
        (b"<", "XML-bestand niet"),
    ],
    ids=["cut", "encoding", "other", "excel 2003", "nothing"],
)
def test_broken_and_other_xml_is_refused(content: bytes, words: str) -> None:
    assert words in refusal(content)


@pytest.mark.parametrize("born", ["20180203", "03022018"])
def test_the_old_lines_of_fixed_width_are_read(born: str) -> None:
    lines = [edex2000("Berg", "Zoë", born), edex2000("Oud", "Noah", born, key="18", left=born)]
    parsed = read("\r\n".join(lines).encode("cp1252"))
    pupil = only_pupil(parsed)
    assert (parsed.format, parsed.skipped, parsed.brin) == ("edex2000", 1, "99ZZ")
    assert (pupil.source_key, pupil.given_name) == ("17", "Zoë")
    assert (pupil.class_name, pupil.birth_date) == ("G3A", day("2018-02-03"))


def test_the_names_of_groups_come_from_the_file_beside_it() -> None:
    groups = "Groep drie A".ljust(30) + "3" + "G3A".ljust(5) + "2026-2027" + "99ZZ" + "00".ljust(5)
    files: dict[str, str | bytes] = {"EDEXLL.TXT": edex2000("Berg", "Bo", "20180203"), "EDEXGR.TXT": groups}
    assert only_pupil(read(package(files))).class_name == "Groep drie A"


def test_a_name_goes_on_after_a_comment_in_it() -> None:
    assert only_pupil(read(edexml(ZOE.replace("Zoë", "Zo<!-- x -->ë<?x y?>y")))).given_name == "Zoëy"
