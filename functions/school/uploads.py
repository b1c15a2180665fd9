"""A pupil list straight from the browser into S3: it passes through none of our functions."""

from common.cloud.files import FILE_NAME, Upload
from common.cloud.services import services
from common.imports import FORM_FROM, LARGEST_UPLOAD, SENT_BY, WHOLE_SCHOOL
from common.web.desks import Seat

RECEIVED = "/school/lijsten/ontvangen"
# As the page says.
_SECONDS = 15 * 60
# S3 refuses anything else with an answer of its own, in English; the page's script says it in words before it is sent.
_SIZES = (1, LARGEST_UPLOAD)


def form_for(seat: Seat) -> Upload:
    """The fields of a form that puts one list of this school there; where it is whole, whoever sends it says so."""
    here = services()
    return here.files.upload_to(
        here.settings.uploads_bucket,
        f"schools/{seat.school.id}/lists/{FILE_NAME}",
        _SECONDS,
        # What it is, is told by its content.
        content_type="application/octet-stream",
        sizes=_SIZES,
        notes={SENT_BY: seat.staff.id, FORM_FROM: here.now().isoformat()},
        asked=[WHOLE_SCHOOL],
        then=f"{here.settings.site_url}{RECEIVED}",
    )
