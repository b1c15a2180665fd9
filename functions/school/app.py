"""The school's door: *Leerling toevoegen*, its pupil lists, its letters."""

from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.services import services
from common.web.api import ApiDoor
from school import additions, languages, lists, printing, said_printed, wanted_letters

door = ApiDoor()
app = door.app


@app.post("/api/pupils")
def add_pupil() -> Response[str]:
    from school.bodies import NewPupil

    key = door.key("pupils")
    school = services().schools.known(key.school)
    pupil, is_new = additions.add(school, door.body(NewPupil).plain(), key.actor, services().now())
    return door.answer(201 if is_new else 200, {"id": pupil})


@app.get("/api/imports")
def newest_lists() -> Response[str]:
    return door.answer(200, {"imports": lists.newest(door.school("lists"))})


@app.get("/api/imports/<import_id>")
def one_list(import_id: str) -> Response[str]:
    key = door.key("lists")
    return door.answer(200, lists.report(key.school, import_id, key.actor if "letters" in key.scopes else None))


@app.post("/api/imports/<import_id>/confirm")
def confirm_list(import_id: str) -> Response[str]:
    from school.bodies import Confirmed

    key = door.key("lists")
    lists.order(key.school, import_id, "confirm", key.actor, door.body(Confirmed, Confirmed()).preview or 0)
    return door.answer(202, {"id": import_id})


@app.post("/api/imports/<import_id>/decline")
def decline_list(import_id: str) -> Response[str]:
    key = door.key("lists")
    lists.decline(key.school, import_id, key.actor)
    return door.answer(200, {"id": import_id})


@app.post("/api/imports/<import_id>/undo")
def undo_list(import_id: str) -> Response[str]:
    key = door.key("lists")
    lists.order(key.school, import_id, "undo", key.actor)
    return door.answer(202, {"id": import_id})


@app.post("/api/letters")
def ask_letters() -> Response[str]:
    from school.bodies import WantedLetters

    key = door.key("letters")
    body, now = door.body(WantedLetters), services().now()
    audience = body.audience.plain()
    batch, letters = wanted_letters.ask(key.school, audience, body.only, key.actor, now, together=body.together)
    return door.answer(202, {"id": batch, "letters": letters})


@app.get("/api/letters/<batch>")
def letters_of(batch: str) -> Response[str]:
    key = door.key("letters")
    return door.answer(200, {"id": batch, "files": printing.files_of(key.school, batch, key.actor)})


@app.post("/api/letters/<batch>/printed")
def note_printed(batch: str) -> Response[str]:
    key = door.key("letters")
    return door.answer(200, {"letters": said_printed.note_printed(key.school, batch, key.actor)})


@app.post("/api/pupils/<pupil>/code")
def renew_code(pupil: str) -> Response[str]:
    key = door.key("letters")
    return door.answer(202, {"id": printing.renew_code(key.school, pupil, key.actor, services().now())})


@app.put("/api/letters/language")
def choose_letter_language() -> Response[str]:
    from school.bodies import LetterLanguage

    key = door.key("letters")
    body = door.body(LetterLanguage)
    languages.choose(key.school, body.language or "", body.audience.plain(), key.actor, services().now())
    return door.answer(200, {})


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
