"""Fetching an export from an address: an object store's, a file's, or one of the web."""

import shutil
import urllib.error
import urllib.request
from pathlib import Path, PurePosixPath

import pyarrow as pa
from pyarrow import fs

from impact.intake.findings import Finding, shown

WEB = ("http://", "https://")
SECONDS = 60


def is_address(export: str) -> bool:
    """Is it an address, and not a path?"""
    return "://" in export


def fetch(address: str, place: Path) -> Path | Finding:
    """Copy what lies at the address into the folder `place`; returns its path there, or what went wrong.

    Object stores are read by pyarrow, with its own ways to sign in (for S3 the usual variables `AWS_*`, and
    `endpoint_override` in the address for other services).
    """
    place.mkdir(parents=True, exist_ok=True)
    name = PurePosixPath(address.partition("?")[0]).name or "export"
    try:
        if address.startswith(WEB):
            with urllib.request.urlopen(address, timeout=SECONDS) as answer, (place / name).open("wb") as file:  # noqa: S310
                shutil.copyfileobj(answer, file, 2**20)
            return place / name
        store, path = fs.FileSystem.from_uri(address)
        return _copy(store, path, place / name, address)
    except (OSError, pa.ArrowException, ValueError, urllib.error.URLError) as error:
        return Finding("no_export", value=shown(address), expected=shown(error))


def _copy(store: fs.FileSystem, path: str, target: Path, address: str) -> Path | Finding:
    info = store.get_file_info(path)
    if info.type == fs.FileType.NotFound:
        return Finding("no_export", value=shown(address), expected="there is nothing at this address")
    if info.type == fs.FileType.File:
        _one(store, path, target)
        return target
    root = PurePosixPath(path)
    for found in store.get_file_info(fs.FileSelector(path, recursive=True)):
        inside = PurePosixPath(found.path).relative_to(root)
        if found.type == fs.FileType.File and ".." not in inside.parts:
            _one(store, found.path, target / inside)
    return target


def _one(store: fs.FileSystem, path: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with store.open_input_stream(path) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file, 2**20)
