"""Pupil lists in, letters out, attachments in and out: objects in S3."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from botocore.exceptions import ClientError

from common.batches import in_batches
from common.contents import LOOKED_AT, Ends
from common.errors import Retry
from common.values import Value

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


# In a field of a form: S3 puts the name of the file in its place.
# https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html
FILE_NAME = "${filename}"
_PIECE = 1024 * 1024
_MOST_IN_DELETE = 1000


class Stored(Value):
    """An object. etag: differs for other content. notes: what whoever put it there wrote beside it."""

    content: bytes
    etag: str
    notes: Mapping[str, str]


class Seen(Value):
    """An object from outside. size: in bytes. notes: as of `Stored`."""

    size: int
    notes: Mapping[str, str]


class Upload(Value):
    """A form (multipart/form-data) that puts one object there: `fields` first, the file last, as 'file'.

    direct: the fields for a script, which stays on its page and needs no other to go to.
    """

    url: str
    fields: Mapping[str, str]
    direct: Mapping[str, str]

    @property
    def origin(self) -> str:
        """Scheme and host of where it goes, for the policy of a page with such a form."""
        return _origin_of(self.url)


class Files:
    def __init__(self, client: "S3Client") -> None:
        self._client = client

    def read(self, bucket: str, key: str, most: int) -> Stored | None:
        """At most `most` + 1 bytes of an object, so that a larger one shows; None where it is gone."""
        try:
            answer = self._client.get_object(Bucket=bucket, Key=key)
        except ClientError as error:
            if _is_gone(error):
                return None
            raise
        with answer["Body"] as body:
            return Stored(body.read(most + 1), answer["ETag"].strip('"'), answer["Metadata"])

    def size_of(self, bucket: str, key: str) -> int | None:
        """In bytes; None where it is not there."""
        seen = self.look_at(bucket, key)
        return seen.size if seen else None

    def look_at(self, bucket: str, key: str) -> Seen | None:
        """None where it is not there."""
        try:
            answer = self._client.head_object(Bucket=bucket, Key=key)
            return Seen(answer["ContentLength"], answer["Metadata"])
        except ClientError as error:
            if _is_gone(error):
                return None
            raise

    def ends_of(self, bucket: str, key: str) -> Ends | None:
        """How it begins and ends, without the rest; None where it is not there."""
        try:
            answer = self._client.get_object(Bucket=bucket, Key=key)
            with answer["Body"] as body:
                first = body.read(LOOKED_AT)
            size, tag = answer["ContentLength"], answer["ETag"]
            if size <= LOOKED_AT:
                return Ends(size, first, first, tag)
            with self._client.get_object(Bucket=bucket, Key=key, Range=f"bytes=-{LOOKED_AT}")["Body"] as body:
                return Ends(size, first, body.read(), tag)
        except ClientError as error:
            if _is_gone(error):
                return None
            raise

    def link_to(self, bucket: str, key: str, seconds: int, saved_as: str = "") -> str:
        """An address at which whoever has it can fetch the object for so many seconds.

        saved_as: then the browser saves it under this name, and never shows it as a page.
        """
        wanted: dict[str, str] = {"Bucket": bucket, "Key": key}
        if saved_as:
            # https://www.rfc-editor.org/rfc/rfc6266#section-4.3
            wanted["ResponseContentDisposition"] = f"attachment; filename*=UTF-8''{quote(saved_as, safe='')}"
        return self._client.generate_presigned_url("get_object", Params=wanted, ExpiresIn=seconds)

    def origin_of(self, bucket: str, key: str) -> str:
        """Scheme and host of where `link_to` leads, for the policy of a page whose form ends there."""
        return _origin_of(self.link_to(bucket, key, 1))

    def upload_to(
        self,
        bucket: str,
        key: str,
        seconds: int,
        *,
        content_type: str,
        sizes: tuple[int, int],
        notes: Mapping[str, str] | None = None,
        asked: Collection[str] = (),
        then: str = "",
    ) -> Upload:
        """A form with which whoever has it can put the object there for so many seconds.

        sizes: the smallest and the largest that S3 takes. notes: kept beside the object, as `read` gives them;
        one of FILE_NAME is the name of the file that the browser sends. asked: the names of more notes, which whoever
        fills in the form answers, in fields x-amz-meta-<note>. then: the address that the browser goes to.
        """
        fields = {"Content-Type": content_type, **{f"x-amz-meta-{name}": one for name, one in (notes or {}).items()}}
        conditions = [*(["starts-with", f"$x-amz-meta-{note}", ""] for note in asked), ["content-length-range", *sizes]]
        form = direct = self._form(bucket, key, fields, conditions, seconds)
        if then:
            form = self._form(bucket, key, fields | {"success_action_redirect": then}, conditions, seconds)
        return Upload(form["url"], form["fields"], direct["fields"])

    def _form(self, bucket: str, key: str, fields: dict[str, str], more: list[Any], seconds: int) -> Mapping[str, Any]:
        conditions: list[Any] = [
            ["starts-with", f"${name}", ""] if value == FILE_NAME else {name: value} for name, value in fields.items()
        ]
        # It adds the fields of the signature to those that it is given.
        return self._client.generate_presigned_post(bucket, key, dict(fields), [*conditions, *more], seconds)

    def renew(self, bucket: str, key: str, content_type: str) -> None:
        """From now on it is as old as if it had been put there now. Nothing happens where it is gone."""
        self.copy(bucket, key, key, content_type)

    def copy(self, bucket: str, key: str, to: str, content_type: str, tag: str = "") -> bool:
        """Without its notes. Whether it was there to be copied, with this tag where one is given."""
        unchanged: Any = {"CopySourceIfMatch": tag} if tag else {}
        try:
            self._client.copy_object(
                Bucket=bucket,
                Key=to,
                CopySource={"Bucket": bucket, "Key": key},
                MetadataDirective="REPLACE",
                ContentType=content_type,
                **unchanged,
            )
        except ClientError as error:
            if _is_gone(error) or error.response["Error"]["Code"] == "PreconditionFailed":
                return False
            raise
        return True

    def under(self, bucket: str, prefix: str) -> Iterator[str]:
        """The keys of all objects that begin with it."""
        for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
            yield from (one["Key"] for one in page.get("Contents", []))

    def pour(self, bucket: str, key: str, into: IO[bytes]) -> bool:
        """The whole object, piece by piece. Whether it was there."""
        try:
            answer = self._client.get_object(Bucket=bucket, Key=key)
        except ClientError as error:
            if _is_gone(error):
                return False
            raise
        with answer["Body"] as body:
            while piece := body.read(_PIECE):
                into.write(piece)
        return True

    def delete_under(self, bucket: str, prefix: str) -> Iterator[int]:
        """Everything that begins with it, some at a time: how many these were."""
        for some in in_batches(self.under(bucket, prefix), _MOST_IN_DELETE):
            wanted: Any = {"Objects": [{"Key": key} for key in some], "Quiet": True}
            if failed := self._client.delete_objects(Bucket=bucket, Delete=wanted).get("Errors"):
                raise Retry(f"{len(failed)} objects left undeleted")
            yield len(some)

    def delete(self, bucket: str, key: str) -> None:
        """Nothing happens where it is gone."""
        self._client.delete_object(Bucket=bucket, Key=key)

    def write_pdf(self, bucket: str, key: str, pdf: bytes) -> None:
        self._client.put_object(Bucket=bucket, Key=key, Body=pdf, ContentType="application/pdf")

    def write_lines(self, bucket: str, key: str, lines: Iterable[str]) -> None:
        """Also where objects are locked, which S3 does only to what comes with a checksum."""
        body = "".join(f"{line}\n" for line in lines).encode()
        self._client.put_object(
            Bucket=bucket, Key=key, Body=body, ContentType="application/x-ndjson", ChecksumAlgorithm="SHA256"
        )

    def lines(self, bucket: str, key: str) -> list[str]:
        with self._client.get_object(Bucket=bucket, Key=key)["Body"] as body:
            return body.read().decode().splitlines()

    def write_zip(self, bucket: str, key: str, archive: IO[bytes]) -> None:
        """From where the file stands, in parts of some megabytes where it is large."""
        self._client.upload_fileobj(archive, bucket, key, ExtraArgs={"ContentType": "application/zip"})


def _is_gone(error: ClientError) -> bool:
    return error.response["Error"]["Code"] in ("NoSuchKey", "404")


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
