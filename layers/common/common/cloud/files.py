"""Pupil lists in and letters out: objects in S3."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

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

    def link_to(self, bucket: str, key: str, seconds: int) -> str:
        """An address at which whoever has it can fetch the object for so many seconds."""
        return self._client.generate_presigned_url(
            "get_object", Params={"Bucket": bucket, "Key": key}, ExpiresIn=seconds
        )

    def write_pdf(self, bucket: str, key: str, pdf: bytes) -> None:
        self._client.put_object(Bucket=bucket, Key=key, Body=pdf, ContentType="application/pdf")
