"""All PDFs of a batch in one ZIP beside them: one after the other through a file on disk, never all in memory."""

import tempfile
from datetime import datetime
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from common.cloud.log import record
from common.cloud.services import services
from common.days import local_time
from common.errors import Permanent, Retry
from common.events import LettersZipped
from common.ids import moment_of
from common.letters import Batch

# A file of 200 letters has some 3 MB.
_LARGEST_PDF = 64 * 1024 * 1024


def make(school: str, batch_id: str) -> None:
    """The same batch again gives the same bytes under the same key.

    Raises Permanent for a batch that is not there, or whose files are gone; Retry while some are not made yet.
    """
    here = services()
    batch = here.batches.find(school, batch_id)
    if batch is None or batch.are_gone(here.now()):
        raise Permanent("no letters to zip")
    if not batch.is_made:
        raise Retry("some letters are not made yet")
    with tempfile.TemporaryFile() as archive:
        _write(batch, archive)
        archive.seek(0)
        here.files.write_zip(here.settings.letters_bucket, batch.zip_key, archive)
    here.batches.zip_made(school, batch_id)
    record(LettersZipped(school, batch_id, len(batch.wanted)))


def _write(batch: Batch, archive: IO[bytes]) -> None:
    """Stored, not compressed: what is in a PDF is compressed already."""
    here, at = services(), local_time(moment_of(batch.id))
    with ZipFile(archive, "w", ZIP_STORED) as zipped:
        for one in batch.wanted:
            stored = here.files.read(here.settings.letters_bucket, batch.key_of(one), _LARGEST_PDF)
            if stored is None or len(stored.content) > _LARGEST_PDF:
                raise Permanent("a file of letters is gone, or none of ours")
            zipped.writestr(_entry(one.file, at), stored.content)


def _entry(file: str, at: datetime) -> ZipInfo:
    return ZipInfo(f"{file}.pdf", at.timetuple()[:6])
