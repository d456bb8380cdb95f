"""Files that outlive a crash: written whole, flushed to the disk, and only then given their name; and one lock."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]  # a module, and on Windows none
    import msvcrt

PAUSE = 0.2


class BusyError(Exception):
    """Another process holds the lock, and did not let go of it in time; the message is what that one wrote down."""


def write_text(path: Path, text: str) -> None:
    """Put a file in the place of another in one step: a reader, or a crash, finds the old text or the new one."""
    waiting = path.with_name(f"{path.name}.{os.getpid()}")
    with waiting.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)
    sync(path.parent)


def sync_all(folder: Path) -> None:
    """Flush a folder and all that it holds, so that what is named later is whole on the disk before."""
    for place, _, names in os.walk(folder):
        for name in names:
            sync(Path(place, name))
        sync(Path(place))


def sync(path: Path) -> None:
    """Flush one file, or the names in one folder (which Windows flushes by itself)."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(path: Path, patience: float, waiting: Callable[[str], None] = lambda holder: None) -> Iterator[None]:
    """Hold the lock of a file, for which up to `patience` seconds are waited; raises BusyError after them.

    The operating system takes the lock back from a process that dies, however it dies: there is no stale lock. The
    file says who holds it; `waiting` is told once.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + patience
    told = False
    with path.open("a+", encoding="utf-8") as file:
        while not _take(file):
            holder = _holder(path)
            if time.monotonic() >= until:
                raise BusyError(holder)
            if not told:
                waiting(holder)
                told = True
            time.sleep(PAUSE)
        try:
            file.truncate(0)
            file.write(f"process {os.getpid()}, since {time.strftime('%Y-%m-%d %H:%M:%S')}")
            file.flush()
            yield
        finally:
            _let_go(file)


def _holder(path: Path) -> str:
    with suppress(OSError):
        return path.read_text(encoding="utf-8").strip() or "another process"
    return "another process"


def _take(file: IO[str]) -> bool:
    try:
        if fcntl is None:
            _at_far_byte(file)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # Windows alone has it
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _let_go(file: IO[str]) -> None:
    file.truncate(0)
    if fcntl is None:
        _at_far_byte(file)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # Windows alone has it
    else:
        fcntl.flock(file, fcntl.LOCK_UN)


def _at_far_byte(file: IO[str]) -> None:
    # Windows locks bytes against reading too: one far behind the text that says who holds it.
    file.seek(1 << 20)
