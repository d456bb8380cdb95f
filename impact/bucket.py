"""An S3-compatible bucket: whole objects, a listing, and objects that are replaced only by who has read them."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from impact.settings import S3

PIECE = 2**20


class BucketError(Exception):
    """A bucket that cannot be reached, or does not let itself be read or written."""


class ChangedError(BucketError):
    """An object that another has replaced since it was read."""


@dataclass(frozen=True)
class Bucket:
    """What lies under the prefix of a bucket; names are without the prefix."""

    client: Any
    name: str
    prefix: str

    def listing(self, under: str = "") -> dict[str, str]:
        """The objects beneath, each with its tag, which changes with what it holds."""
        found = {}
        with _told(self):
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=self.prefix + under)
            for page in pages:
                for one in page.get("Contents", []):
                    found[one["Key"].removeprefix(self.prefix)] = one["ETag"]
        return found

    def read(self, name: str) -> tuple[bytes, str] | None:
        """An object and its tag; None where there is none."""
        try:
            with _told(self):
                answer = self.client.get_object(Bucket=self.name, Key=self.prefix + name)
                return answer["Body"].read(), answer["ETag"]
        except FileNotFoundError:
            return None

    def checksum(self, name: str, path: Path | None = None) -> str:
        """SHA-256 of an object, which is written to the file `path` on the way; raises FileNotFoundError."""
        seen = hashlib.sha256()
        with _told(self):
            body = self.client.get_object(Bucket=self.name, Key=self.prefix + name)["Body"]
            with (path or Path(os.devnull)).open("wb") as file:
                for piece in body.iter_chunks(PIECE):
                    seen.update(piece)
                    file.write(piece)
        return seen.hexdigest()

    def send(self, name: str, path: Path) -> None:
        """Put a file into the bucket."""
        with _told(self):
            self.client.upload_file(str(path), self.name, self.prefix + name)

    def replace(self, name: str, content: bytes, tag: str | None) -> str:
        """Put an object in the place of the one with this tag (None: of none); returns its tag.

        Raises ChangedError where another was there first; this is the bucket's own word, in one step.
        """
        condition = {"IfMatch": tag} if tag else {"IfNoneMatch": "*"}
        try:
            with _told(self):
                answer = self.client.put_object(Bucket=self.name, Key=self.prefix + name, Body=content, **condition)
                return str(answer["ETag"])
        except FileNotFoundError:  # what was to be replaced is gone
            raise ChangedError(name) from None

    def remove(self, names: Sequence[str]) -> None:
        """Remove objects, in this order."""
        with _told(self):
            for name in names:
                self.client.delete_object(Bucket=self.name, Key=self.prefix + name)


@cache
def opened(address: str) -> Bucket:
    """The bucket of an address; credentials and endpoint are what the usual AWS_* variables and files say."""
    try:
        import boto3  # noqa: PLC0415 - most stores are folders, and go without
        from botocore.config import Config  # noqa: PLC0415
    except ImportError:
        raise BucketError(
            f"{address} needs the package boto3. Install it: .venv/bin/python -m pip install -r requirements-s3.txt."
        ) from None
    own = any(os.environ.get(name) for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"))
    config = Config(
        connect_timeout=3,
        read_timeout=30,
        retries={"total_max_attempts": 3, "mode": "standard"},
        # What services other than AWS understand; checksums are this program's own.
        s3={"addressing_style": "path" if own else "auto"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    name, _, prefix = address.removeprefix(S3).partition("/")
    with _told(address):
        client = boto3.client("s3", config=config)
    return Bucket(client, name, f"{prefix.strip('/')}/" if prefix.strip("/") else "")


@contextmanager
def _told(bucket: Bucket | str) -> Iterator[None]:
    """What goes wrong with a bucket, in words of ours."""
    from boto3.exceptions import Boto3Error  # noqa: PLC0415
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    place = bucket if isinstance(bucket, str) else f"{S3}{bucket.name}/{bucket.prefix}".rstrip("/")
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in ("PreconditionFailed", "ConditionalRequestConflict", "412", "409"):
            raise ChangedError(place) from None
        if code in ("NoSuchKey", "404"):
            raise FileNotFoundError(place) from None
        raise BucketError(f"{place} does not answer as it should: {error}. Check its name, rights and AWS_*.") from None
    except (BotoCoreError, Boto3Error, OSError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise BucketError(f"{place} cannot be reached: {error}. Check the network, and the variables AWS_*.") from None
