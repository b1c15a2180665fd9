"""Files that go along with a message: how a parent fetches one, and how long they stay."""

from common.attachments import object_key
from common.cloud.services import services
from common.errors import NotThere
from common.messages import Message

_SECONDS_TO_FETCH = 60


def link_to(message: Message, number: str) -> str:
    """Where the attachment with this number (the first is 1) is fetched, within a minute. Raises NotThere."""
    here = services()
    attachment = {str(at): one for at, one in enumerate(message.attachments, start=1)}.get(number)
    if attachment is None:
        raise NotThere
    bucket, key = here.settings.attachments_bucket, object_key(message.school, attachment.id)
    if here.files.size_of(bucket, key) is None:
        raise NotThere
    return here.files.link_to(bucket, key, _SECONDS_TO_FETCH, saved_as=attachment.name)


def keep_as_long_as(message: Message) -> None:
    """A file is deleted some time after it was put there: from now on that is after the message."""
    here = services()
    for one in message.attachments:
        here.files.renew(here.settings.attachments_bucket, object_key(message.school, one.id), one.content_type)
