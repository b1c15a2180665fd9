"""Three weeks after letters were handed out: whether the school is told that reminders are due."""

from common.cloud.services import services
from common.letters import REMINDED_AFTER, REMINDER
from messages import notices


def remind(school_id: str, batch_id: str) -> None:
    """Where somebody is still missing of whom these letters were. Letters printed later have a task of their own."""
    here = services()
    now = here.now()
    school, batch = here.schools.find(school_id), here.batches.find(school_id, batch_id)
    if school is None or not school.takes_links or batch is None or batch.what == REMINDER:
        return
    if now < batch.handed_out_at + REMINDED_AFTER:
        return
    missing = {pupil.id for pupil in here.pupils.of_school(school_id) if pupil.active and not pupil.linked}
    if missing.isdisjoint(here.batches.pupils_of(school_id, batch_id)):
        return
    if here.batches.tell_reminders_due(batch, now):
        notices.tell_reminders_due(school, batch_id, len(missing))
