"""How letters look, at the desk: the school's own text, its logo, their languages."""

import re

import pytest

from common.cloud import counting
from common.cloud.table import keys
from common.schools import School
from letters import logos
from tests.functions.clerk import Clerk
from tests.functions.house import REGENBOOG, House
from tests.functions.test_letters import printed
from tests.functions.visitor import Answer
from tests.letters.test_owntext import picture
from tests.rules.test_multipart import BOUNDARY, TYPE, form

STER = School("de-ster", "De Ster", "Pad 2", "4321 BA Delft", "015 1", "info@ster.example")
LOOKS = "/school/instellingen/brief"
PREVIEW, LOGO, LANGUAGES = f"{LOOKS}/voorbeeld", f"{LOOKS}/logo", f"{LOOKS}/talen"
OWN = "Beste ouders van {leerling},\r\n\r\nWelkom bij **onze** {school}."


def school_of(house: House, school_id: str = REGENBOOG.id) -> School:
    school = house.services.schools.find(school_id)
    assert school
    return school


def told(house: House) -> list[dict[str, str]]:
    entries = house.services.journal.newest(REGENBOOG.id, "", 50)
    return [dict(one.about) for one in entries if one.what == "letter_changed"]


def upload(clerk: Clerk, content: bytes, content_type: str = TYPE) -> Answer:
    return clerk.send("POST", LOGO, {"sec-fetch-site": "same-origin", "content-type": content_type}, content)


def field_of(page: Answer) -> str:
    return page.text.split("<textarea")[1].split(">\n", 1)[1].split("</textarea>")[0]


def seen_on(clerk: Clerk, page: str) -> str:
    """What the form of a page says that whoever fills it in has seen."""
    return clerk.get(page).text.split('name="seen" value="')[1].split('"')[0]


def save(clerk: Clerk, page: str, **fields: str) -> Answer:
    shown = page if page == LANGUAGES else f"{LOOKS}?taal={fields.get('language', '')}"
    return clerk.submit(page, seen=seen_on(clerk, shown), **fields)


# -- the text


def test_a_text_is_kept_shown_and_told_in_the_journal(house: House) -> None:
    clerk = Clerk(house)
    page = save(clerk, LOOKS, text=OWN, language="nl")
    assert "De tekst is opgeslagen" in page.words
    assert field_of(page) == OWN.replace("\r\n", "\n")
    assert school_of(house).letter_texts == {"nl": OWN.replace("\r\n", "\n")}
    assert told(house) == [{"changed": "text", "language": "nl"}]


def test_each_language_has_a_text_of_its_own_and_ours_beside_it(house: House) -> None:
    clerk = Clerk(house)
    page = save(clerk, LOOKS, text="Welcome, {leerling}", language="en")
    assert "Tekst in het Engels" in page.words
    assert field_of(page) == "Welcome, {leerling}"
    assert field_of(clerk.get(LOOKS)) == ""
    assert "Met de code in deze brief" in clerk.get(LOOKS).words
    assert "Welcome" not in clerk.get(f"{LOOKS}?taal=xx").words
    assert "Onze tekst staat weer" in save(clerk, LOOKS, text="", language="en").words
    assert school_of(house).letter_texts == {}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{wachtwoord}", "‘{wachtwoord}’ kennen wij niet"),
        ("{50% korting}", "‘{50% korting}’ kennen wij niet"),
        ("{%(x)s}", "‘{%(x)s}’ kennen wij niet"),
        ("Beste ouders. " * 90, "te lang"),
        ("w" * 3000, "De tekst heeft 3000 tekens"),
        ("w" * 30_000, "De tekst heeft 30000 tekens"),
        ("a **b", "twee sterretjes"),
        ("Dag 李娜", "kunnen wij niet drukken"),
    ],
)
@pytest.mark.parametrize("path", [LOOKS, PREVIEW])
def test_a_text_that_cannot_be_comes_back_with_the_reason(house: House, path: str, text: str, sentence: str) -> None:
    clerk = Clerk(house)
    page = save(clerk, path, text=text, language="nl")
    assert sentence in page.words
    assert page.text.count('aria-invalid="true"') == 1
    assert text in page.words.replace("&amp;", "&") or text.strip() in field_of(page)
    assert school_of(house).letter_texts == {}
    assert told(house) == []


def test_a_reason_is_in_the_language_of_the_page(house: House) -> None:
    clerk = Clerk(house)
    clerk.cookies["__Host-language"] = "en"
    assert "We do not know ‘{wachtwoord}’" in save(clerk, LOOKS, text="{wachtwoord}", language="nl").words


def test_what_somebody_typed_is_no_markup_on_the_page_with_its_error(house: House) -> None:
    page = save(Clerk(house), LOOKS, text="{<img src=x>}", language="nl")
    assert "<img src=x" not in page.text
    assert "‘{<img src=x>}’ kennen wij niet" in re.sub("&lt;", "<", re.sub("&gt;", ">", page.text))


def test_new_lines_of_a_browser_count_once(house: House) -> None:
    text = "\r\n".join(["kort"] * 10 + ["a" * 1_441])
    assert len(text.replace("\r\n", "\n")) == 1_491
    assert "tekens" not in save(Clerk(house), LOOKS, text=text, language="nl").text.partition("</div>")[0]


def test_a_letter_is_seen_before_its_text_is_kept(house: House) -> None:
    clerk = Clerk(house)
    answer = clerk.post(PREVIEW, text=OWN, language="nl")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert "inline" in answer.headers["content-disposition"]
    (page,) = printed(answer.body)
    assert "Welkom bij onze De Regenboog" in " ".join(page.split())
    (kept,) = printed(clerk.get(PREVIEW).body)
    assert "Met de code in deze brief" in " ".join(kept.split())
    assert len(printed(clerk.post(PREVIEW, text="", language="en").body)) >= 1
    assert school_of(house).letter_texts == {}


def test_a_long_text_survives_a_session_that_ended(house: House) -> None:
    clerk = Clerk(house)
    house.pass_time(hours=2)
    assert clerk.post(LOOKS, text="Beste ouders. " * 90, language="nl").goes_to == "/school/inloggen"
    clerk.sit_down()
    assert field_of(clerk.get(f"{LOOKS}?concept=1")) == "Beste ouders. " * 90


# -- the logo


def test_a_logo_is_kept_shown_and_taken_away(house: House) -> None:
    clerk = Clerk(house)
    assert "Er is nog geen logo" in clerk.get(LOGO).words
    page = clerk.get(upload(clerk, form(picture())).goes_to)
    assert "Het logo is opgeslagen" in page.words
    assert f'src="/static/logo.de-regenboog.{school_of(house).logo}.png"' in page.text
    assert house.services.schools.logo(REGENBOOG.id) == logos.drawn_anew(picture())
    assert "Het logo is weg" in clerk.submit(LOGO, do="remove").words
    assert house.services.schools.logo(REGENBOOG.id) is None
    assert told(house) == [{"changed": "logo"}, {"changed": "logo"}]


def with_seen(clerk: Clerk, content: bytes) -> bytes:
    """The form of the page as it is now, with this picture."""
    seen = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="seen"\r\n\r\n{seen_on(clerk, LOGO)}\r\n'
    return seen.encode() + form(content)


def test_a_logo_that_a_colleague_chose_meanwhile_is_not_replaced_unseen(house: House) -> None:
    clerk, colleague = Clerk(house), Clerk(house)
    mine, theirs = picture(), picture((400, 400))
    open_form = with_seen(clerk, mine)
    upload(colleague, with_seen(colleague, theirs))
    chosen = school_of(house).logo
    page = clerk.get(upload(clerk, open_form).goes_to)
    assert "Iemand heeft het logo intussen veranderd" in page.words
    assert f"{chosen}.png" in page.text
    assert school_of(house).logo == chosen
    assert "Iemand heeft het logo intussen" in clerk.submit(LOGO, do="remove", seen="").words
    assert school_of(house).logo == chosen
    assert "Het logo is opgeslagen" in clerk.get(upload(clerk, with_seen(clerk, mine)).goes_to).words
    assert school_of(house).logo not in ("", chosen)


def test_the_same_logo_sent_twice_is_kept_once(house: House) -> None:
    clerk = Clerk(house)
    twice = with_seen(clerk, picture())
    for _ in range(2):
        assert "Het logo is opgeslagen" in clerk.get(upload(clerk, twice).goes_to).words
    assert told(house) == [{"changed": "logo"}]
    seen = seen_on(clerk, LOGO)
    for _ in range(2):
        assert "Het logo is weg" in clerk.submit(LOGO, do="remove", seen=seen).words
    assert len(told(house)) == 2


@pytest.mark.parametrize(
    ("body", "content_type", "sentence"),
    [
        (form(b""), TYPE, "Kies eerst een afbeelding"),
        (b"", TYPE, "Kies eerst een afbeelding"),
        (form(picture()), "application/octet-stream", "Kies eerst een afbeelding"),
        (form(picture())[:-60], TYPE, "Kies eerst een afbeelding"),
        (form(b"GIF89a"), TYPE, "geen PNG- of JPEG-afbeelding"),
        (form(b"<svg onload='alert(1)'/>"), TYPE, "geen PNG- of JPEG-afbeelding"),
        (form(b"\x89PNG\r\n\x1a\n" + b"0" * 50), TYPE, "geen PNG- of JPEG-afbeelding"),
        (form(b"0" * (logos.LARGEST_FILE + 1)), TYPE, "groter dan 3 MB"),
    ],
)
def test_what_is_no_logo_is_refused_at_the_field(house: House, body: bytes, content_type: str, sentence: str) -> None:
    clerk = Clerk(house)
    page = clerk.get(upload(clerk, body, content_type).goes_to)
    assert sentence in page.words
    assert page.text.count('id="logo-error"') == 1
    assert house.services.schools.logo(REGENBOOG.id) is None


def test_a_logo_sent_after_the_session_ended_leads_back_to_its_page(house: House) -> None:
    clerk = Clerk(house)
    house.pass_time(hours=2)
    assert upload(clerk, form(picture())).goes_to == "/school/inloggen"
    clerk.sit_down()
    assert clerk.get(f"{LOGO}?concept=1").status == 200
    assert all(len(str(item)) < 4_000 for item in house.items() if "DRAFT" in item["SK"]["S"])


# -- the languages


def test_the_school_and_its_classes_choose_a_language(house: House) -> None:
    house.child(), house.child("Noor", class_name="6A")
    counting.recount(REGENBOOG.id)
    clerk = Clerk(house)
    choice = {"language": "tr", "language:6A": "ar", "language:5B": "", "language:9Z": "pl"}
    page = save(clerk, LANGUAGES, **choice)
    assert "De talen zijn opgeslagen" in page.words
    assert (school_of(house).letter_language, school_of(house).class_languages) == ("tr", {"6A": "ar"})
    assert page.text.count(" selected") == 2
    save(clerk, LANGUAGES, **choice)
    assert told(house) == [{"changed": "language"}]
    save(clerk, LANGUAGES, **{"language": "fr", "language:6A": "klingon"})
    assert (school_of(house).letter_language, school_of(house).class_languages) == ("tr", {})


# -- who


def test_a_medewerker_does_not_come_here(house: House) -> None:
    clerk = Clerk(house, "medewerker")
    for path in (LOOKS, PREVIEW, LOGO, LANGUAGES):
        for answer in (clerk.get(path), clerk.post(path, text="x", do="remove", language="pl")):
            assert answer.status == 403
            assert "Dit is alleen voor beheerders" in answer.words
    assert school_of(house) == REGENBOOG


def test_one_school_changes_nothing_of_another(house: House) -> None:
    house.services.schools.add(STER, house.services.now())
    theirs = Clerk(house, school=STER)
    save(theirs, LOOKS, text="Van de ster", language="nl")
    save(theirs, LANGUAGES, language="pl")
    upload(theirs, form(picture()))
    assert school_of(house) == REGENBOOG
    assert house.services.schools.logo(REGENBOOG.id) is None
    assert school_of(house, STER.id).letter_texts == {"nl": "Van de ster"}


def test_the_pages_ask_for_little(house: House) -> None:
    clerk = Clerk(house)
    for path in (LOOKS, PREVIEW, LOGO, LANGUAGES):
        house.aws.calls.clear()
        assert clerk.get(path).status == 200
        # Session, staff and school; for the preview the logo.
        assert len(house.aws.calls) == (2 if path == PREVIEW else 1)


# -- two at once


def test_a_text_that_a_colleague_kept_meanwhile_is_not_lost(house: House) -> None:
    one, other = Clerk(house), Clerk(house)
    house.meanwhile("TransactWriteItems", lambda: save(other, LOOKS, text="Welcome", language="en"))
    page = save(one, LOOKS, text="Welkom", language="nl")
    assert "Iemand heeft dit intussen ook veranderd" in page.words
    assert field_of(page) == "Welkom"
    assert school_of(house).letter_texts == {"en": "Welcome"}
    save(one, LOOKS, text="Welkom", language="nl")
    assert school_of(house).letter_texts == {"en": "Welcome", "nl": "Welkom"}


def test_whoever_keeps_a_text_second_sees_the_other_and_may_still_keep_it(house: House) -> None:
    one, colleague = Clerk(house), Clerk(house)
    seen = seen_on(one, LOOKS)
    save(colleague, LOOKS, text="Beste <b>ouders</b>", language="nl")
    page = one.submit(LOOKS, text="Welkom", language="nl", seen=seen)
    assert "Iemand heeft dit intussen ook veranderd" in page.words
    assert "Wat er nu staat Beste <b>ouders</b>" in page.words
    assert field_of(page) == "Welkom"
    assert school_of(house).letter_texts == {"nl": "Beste <b>ouders</b>"}
    again = page.text.split('name="seen" value="')[1].split('"')[0]
    assert "De tekst is opgeslagen" in one.submit(LOOKS, text="Welkom", language="nl", seen=again).words
    assert school_of(house).letter_texts == {"nl": "Welkom"}


def test_our_text_does_not_take_the_place_of_one_that_nobody_saw(house: House) -> None:
    one, colleague = Clerk(house), Clerk(house)
    save(colleague, LOOKS, text="Eerst", language="nl")
    seen = seen_on(one, LOOKS)
    save(colleague, LOOKS, text="Beter", language="nl")
    page = one.submit(LOOKS, text="", language="nl", seen=seen)
    assert "Wat er nu staat Beter" in page.words
    assert school_of(house).letter_texts == {"nl": "Beter"}


def test_languages_are_chosen_over_what_was_seen_alone(house: House) -> None:
    house.child()
    counting.recount(REGENBOOG.id)
    one, colleague = Clerk(house), Clerk(house)
    seen = seen_on(one, LANGUAGES)
    save(colleague, LANGUAGES, **{"language": "nl", "language:5B": "tr"})
    page = one.submit(LANGUAGES, **{"language": "pl", "language:5B": "", "seen": seen})
    assert "Iemand heeft dit intussen ook veranderd" in page.words
    assert "Voor de hele school Nederlands Pools" in page.words
    assert "5B Turks Zoals de hele school" in page.words
    assert (school_of(house).letter_language, school_of(house).class_languages) == ("nl", {"5B": "tr"})


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize(
    ("page", "fields"), [(LOOKS, {"text": OWN, "language": "nl"}), (LANGUAGES, {"language": "pl"})]
)
def test_the_same_form_sent_twice_is_kept_once_and_fine(
    house: House,
    page: str,
    fields: dict[str, str],
    at_once: bool,
) -> None:
    clerk = Clerk(house)
    fields = fields | {"seen": seen_on(clerk, page)}
    if at_once:
        house.meanwhile("TransactWriteItems", lambda: clerk.post(page, **fields))
    else:
        clerk.post(page, **fields)
    assert "opgeslagen" in clerk.submit(page, **fields).words
    assert len(told(house)) == 1


def test_languages_that_a_colleague_chose_meanwhile_are_not_lost(house: House) -> None:
    house.child()
    counting.recount(REGENBOOG.id)
    one, other = Clerk(house), Clerk(house)
    house.meanwhile("TransactWriteItems", lambda: save(other, LANGUAGES, **{"language": "nl", "language:5B": "tr"}))
    page = save(one, LANGUAGES, language="pl")
    assert "Iemand heeft dit intussen ook veranderd" in page.words
    assert '<option value="pl" selected>' in page.text
    assert (school_of(house).letter_language, school_of(house).class_languages) == ("nl", {"5B": "tr"})
    assert len(told(house)) == 1


def test_a_school_of_before_that_lacks_these_settings_can_choose_them(house: House) -> None:
    lacking = "REMOVE letter_texts, letter_language, class_languages"
    store = house.services.store
    store.write(store.update(keys.school(REGENBOOG.id), lacking, {}))
    clerk = Clerk(house)
    save(clerk, LOOKS, text="Welkom", language="nl")
    save(clerk, LANGUAGES, language="pl")
    assert (school_of(house).letter_texts, school_of(house).letter_language) == ({"nl": "Welkom"}, "pl")
