"""The school's door: *Leerling toevoegen*."""

from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from common.cloud.services import services
from common.web.api import ApiDoor
from school import additions

door = ApiDoor()
app = door.app


@app.post("/api/pupils")
def add_pupil() -> Response[str]:
    school = door.school()
    pupil, is_new = additions.add(school, door.body(additions.NewPupil), services().now())
    return door.answer(201 if is_new else 200, {"id": pupil})


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return door.handle(event, context)
