"""The mails of the system itself: confirm your address, a new parent was linked, what became of a list."""

from dataclasses import replace

from common.cloud.log import record
from common.cloud.mail import Letter
from common.cloud.services import services
from common.message_events import MailSent
from common.messages import State
from common.parents import RESET, Parent, confirmation_digits
from common.schools import School
from common.staff import invitation_token
from messages import mails, pushes, school_mails, sending, turns


def ask_confirmation(parent_id: str) -> None:
    """Six digits to the parent's address, once for each time they were asked for."""
    here = services()
    household = here.parents.household(parent_id)
    parent = household.parent if household else None
    if parent is None or parent.confirmation is None or parent.confirmation.until < here.now():
        return
    if turns.is_asking_stopped({"kind": "confirm_email", "parent": parent_id}):
        return
    nonce, email = parent.confirmation.nonce, parent.address_to_confirm
    digits = confirmation_digits(here.keys.confirmation_key, parent.id, email, nonce)
    unproven = replace(parent, email=email, email_confirmed=False)
    _send_to_parent(f"confirm-{nonce}", unproven, "confirm_email", digits=digits)


def send_reset(email: str) -> None:
    """Six digits to an address whose password was forgotten; nothing to one that has no account."""
    here = services()
    waiting, known = here.resets.waiting(email), here.parents.id_of(email)
    household = here.parents.household(known) if known else None
    if waiting is None or household is None or waiting.until < here.now():
        return
    digits = confirmation_digits(here.keys.confirmation_key, RESET, email, waiting.nonce)
    _send_to_parent(f"reset-{waiting.nonce}", household.parent, "reset_password", digits=digits)


def tell_of_password(occasion: str, parent_id: str) -> None:
    household = services().parents.household(parent_id)
    if household:
        _send_to_parent(occasion, household.parent, "password_changed")


def try_out(occasion: str, parent_id: str) -> None:
    """What the parent asked for itself, to see how messages arrive."""
    household = services().parents.household(parent_id)
    if household is None:
        return
    parent = household.parent
    if parent.preferences.email:
        _send_to_parent(occasion, parent, "try_out")

    def push() -> State:
        return "sent" if pushes.send_to_devices(parent, mails.trial_push(parent)) else "failed"

    if parent.devices and parent.preferences.push:
        sending.once(occasion, parent_id, "push", push)


def tell_old_address(occasion: str, parent_id: str, old_email: str) -> None:
    """So that whoever still reads it knows, if it was somebody else's doing."""
    household = services().parents.household(parent_id)
    if household:
        _send_to_parent(occasion, replace(household.parent, email=old_email), "address_changed")


def tell_of_new_link(link: str, school_id: str, pupil_id: str, new_parent: str) -> None:
    """Tells the parents who were linked before, never who the new one is."""
    here = services()
    found = here.pupils.with_schools([(school_id, pupil_id)])
    if not found:
        return
    ((pupil, school),) = found
    for parent_id in here.parents.parents_of_pupil(school_id, pupil_id):
        household = here.parents.household(parent_id) if parent_id != new_parent else None
        if household and _may_be_told(household.parent) and household.has(school_id, pupil_id):
            _send_to_parent(f"link-{link}", household.parent, "new_link", school=school, pupil=pupil)


def tell_of_ended_link(link: str, school_id: str, parent_id: str) -> None:
    """So that nobody waits for messages that do not come any more. Of which child it does not say."""
    here = services()
    household, school = here.parents.household(parent_id), here.schools.find(school_id)
    if household and school and _may_be_told(household.parent):
        _send_to_parent(f"unlinked-{link}", household.parent, "unlinked", school=school)


def _may_be_told(parent: Parent) -> bool:
    """Whether news of a child may go to this address, and can."""
    return parent.email_confirmed and not parent.undeliverable


def invite_staff(school_id: str, staff_id: str) -> None:
    """A link to choose a password, once for each invitation; nothing for one that was used or replaced meanwhile."""
    here = services()
    found = here.staff.at_desk(school_id, staff_id)
    if found is None:
        return
    person, school, *_ = found
    if person.invitation is None:
        return
    link = f"{here.settings.site_url}/school/uitnodiging/{school_id}/{staff_id}"
    link = f"{link}/{invitation_token(here.keys.invitation_key, person)}"
    occasion = f"invite-{person.invitation.nonce}"
    _send_once(occasion, staff_id, school_mails.of_invitation(school, person, link, occasion), "invitation")


def report_list(school_id: str, import_id: str, state: str) -> None:
    """Tells the school what became of its list; not any more where the list has come further meanwhile."""
    here = services()
    school, one = here.schools.find(school_id), here.imports.find(school_id, import_id)
    if school is None or one is None or one.state != state:
        return
    held = here.imports.held_rows(school_id, import_id)
    again = f"-{one.preview}" if one.is_asked_again else ""
    occasion = f"list-{school_id}-{import_id}-{state}{again}"
    _send_once(occasion, school_id, school_mails.of_list(school, one, held, occasion), "list_report")


def tell_letters_ready(school_id: str, batch_id: str) -> None:
    """Tells the school that all letters of a batch can be fetched: those of a list, or those that it asked for."""
    here = services()
    school, batch = here.schools.find(school_id), here.batches.find(school_id, batch_id)
    if school is None or batch is None:
        return
    pupil_list = here.imports.find(school_id, batch_id)
    occasion = f"letters-{school_id}-{batch_id}"
    mail = school_mails.of_letters(school, batch, pupil_list.file if pupil_list else "", occasion)
    _send_once(occasion, school_id, mail, "letters_ready")


def tell_reminders_due(school: School, batch_id: str, without_parent: int) -> None:
    """Tells the school, once for these letters, of how many pupils nobody is linked."""
    occasion = f"reminders-{school.id}-{batch_id}"
    _send_once(occasion, school.id, school_mails.of_reminders(school, without_parent, occasion), "reminders_due")


def pass_on_report(school_id: str, pupil_id: str, report_id: str) -> None:
    """Tells the school what somebody reported of a pupil."""
    here = services()
    report, found = here.reports.find(school_id, pupil_id, report_id), here.pupils.with_schools([(school_id, pupil_id)])
    if report is None or not found:
        return
    ((pupil, school),) = found
    occasion = f"report-{pupil_id}-{report_id}"
    _send_once(occasion, school_id, school_mails.of_report(school, pupil, report, occasion), "report")


def _send_to_parent(occasion: str, parent: Parent, template: str, **context: object) -> None:
    _send_once(occasion, parent.id, mails.of_system(template, parent, occasion, **context), template)


def _send_once(occasion: str, receiver: str, mail: Letter, name: str) -> None:
    """Unless this occasion's mail went to this receiver already. It moves the line of mails and does not wait in it."""
    here = services()

    def send() -> State:
        here.pace.reserve(1, here.now())
        here.mail.send(mail)
        record(MailSent(receiver, name))
        return "sent"

    sending.once(occasion, receiver, "email", send)
