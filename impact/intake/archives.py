"""Unpacking what somebody else packed: no path that climbs out, no bomb, no password, no link."""

import shutil
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from impact.intake.findings import Finding, shown

# A zip of text seldom packs better than 1 to 20; a bomb does by hundreds.
MOST_FILES, MOST_BYTES, FREE_BYTES, MOST_TIMES = 100_000, 64 * 2**30, 256 * 2**20, 200


def problem(path: Path, name: str) -> Finding | None:  # noqa: PLR0911 - one way out for each danger
    """Why the zip (or workbook, which is one) is not opened; None where it may be."""
    try:
        with zipfile.ZipFile(path) as packed:
            infos = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        # Office keeps a workbook with a password in its older container.
        if _begins_with(path, b"\xd0\xcf\x11\xe0"):
            return Finding("encrypted", value=name)
        return Finding("cannot_be_read", value=name, expected=shown(error))
    if any(i.flag_bits & 1 for i in infos):
        return Finding("encrypted", value=name)
    for info in infos:
        if reason := _unsafe(info):
            return Finding("unsafe_archive", value=name, expected=f"{shown(info.filename)} {reason}")
    size, packed_size = sum(i.file_size for i in infos), sum(i.compress_size for i in infos)
    if len(infos) > MOST_FILES:
        return Finding("unsafe_archive", value=name, expected=f"it holds {len(infos):,} files")
    if size > MOST_BYTES or (size > FREE_BYTES and size > MOST_TIMES * max(packed_size, 1)):
        return Finding("unsafe_archive", value=name, expected=f"it would unpack to {size / 2**20:,.0f} MB")
    return None


def unpack(path: Path, place: Path) -> Finding | None:
    """Unpack into the folder `place`, once `problem` has found none; what is wrong inside a file shows here."""
    with zipfile.ZipFile(path) as packed:
        for info in packed.infolist():
            target = place / info.filename
            try:
                if info.is_dir():
                    target.mkdir(parents=True, exist_ok=True)
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                with packed.open(info) as source, target.open("wb") as file:
                    shutil.copyfileobj(source, file, 2**20)
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
                return Finding("cannot_be_read", value=shown(info.filename), expected=shown(error))
    return None


def _begins_with(path: Path, mark: bytes) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def _unsafe(info: zipfile.ZipInfo) -> str:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in info.filename or "\0" in info.filename:
        return "leads out of the folder"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link"
    return ""
