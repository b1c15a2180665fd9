"""Pupil lists in and letters out: objects in S3."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True)
class Stored:
    """An object. etag: differs for other content. notes: what whoever put it there wrote beside it."""

    content: bytes
    etag: str
    notes: Mapping[str, str]


class Files:
    def __init__(self, client: "S3Client") -> None:
        self._client = client

    def read(self, bucket: str, key: str, most: int) -> Stored | None:
        """At most `most` + 1 bytes of an object, so that a larger one shows; None where it is gone."""
        try:
            answer = self._client.get_object(Bucket=bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
                return None
            raise
        with answer["Body"] as body:
            return Stored(body.read(most + 1), answer["ETag"].strip('"'), answer["Metadata"])

    def link_to(self, bucket: str, key: str, seconds: int, saved_as: str = "") -> str:
        """An address at which whoever has it can fetch the object for so many seconds.

        saved_as: then the browser saves it under this name, and never shows it as a page.
        """
        wanted: dict[str, str] = {"Bucket": bucket, "Key": key}
        if saved_as:
            # https://www.rfc-editor.org/rfc/rfc6266#section-4.3
            wanted["ResponseContentDisposition"] = f"attachment; filename*=UTF-8''{quote(saved_as, safe='')}"
        return self._client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=seconds)

    def write_pdf(self, bucket: str, key: str, pdf: bytes) -> None:
        self._client.put_object(Bucket=bucket, Key=key, Body=pdf, ContentType="application/pdf")

    def write_zip(self, bucket: str, key: str, archive: IO[bytes]) -> None:
        """From where the file stands, in parts of some megabytes where it is large."""
        self._client.upload_fileobj(archive, bucket, key, ExtraArgs={"ContentType": "application/zip"})
