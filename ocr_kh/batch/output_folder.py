# SPDX-License-Identifier: Apache-2.0
"""The output folder: may it be written, is it ours alone, is there room, what did a killed run leave."""

from __future__ import annotations

import os
import shutil
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.errors import BusyError, NoRoomError, OutputError
from ocr_kh.writing.atomic import UNFINISHED, put_back

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCK = ".ocr-kh.lock"
"""Stays when the run ends: removing it would open a gap for two runs at once."""
SCRATCH = f"{UNFINISHED}scratch"
"""A folder in the output folder for what a run needs for a while; gone at its end, or at the next one's start."""
_CLAIMS = 5
_LOOK_SECONDS = 0.1
"""Between two tries to get the lock: `status` holds it for less than a millisecond, to see whether a run has it."""
ROOM = 256 << 20
"""Bytes that must be free: a few documents under way, of some 20 MB each, and the index."""
_NETWORK = (
    "nfs", "cifs", "smb", "9p", "afs", "ceph", "gluster", "lustre", "beegfs", "fuse.", "davfs", "ncp", "virtiofs",
    "vboxsf",
)  # fmt: skip
"""How the names of file systems of other machines begin, as Linux lists them; most that FUSE brings are."""
_DRIVE_REMOTE = 4
"""What Windows calls a network drive (winbase.h)."""


@contextmanager
def claimed(out: Path) -> Iterator[None]:
    """Make the folder, keep other runs out of it, and clear away what a killed one left half-written.

    Raises OutputError when it cannot be written, BusyError when another run is at it.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = (out / LOCK).open("ab")
    except OSError as error:
        raise OutputError(path=str(out), reason=error.strerror or str(error)) from error
    with lock:
        if not _claim(lock.fileno()):
            raise BusyError(path=str(out))
        _sweep(out)
        try:
            yield
        except BaseException:  # broken off: what the workers were writing when they ended
            _sweep(out)
            raise
        finally:
            shutil.rmtree(out / SCRATCH, ignore_errors=True)


def is_under_way(out: Path) -> bool:
    """Whether a run is at the folder; also where the system does not tell. A run that was killed is not."""
    try:
        with (out / LOCK).open("rb") as lock:
            return _locked(lock.fileno()) is not True
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _claim(handle: int) -> bool:
    """Whether the lock is ours, or there are none; one who only looks has it for a moment."""
    for _ in range(_CLAIMS):
        if _locked(handle) is not False:
            return True
        time.sleep(_LOOK_SECONDS)
    return False


def _locked(handle: int) -> bool | None:
    """Whether the lock is ours; None on a file system without locks.

    The system takes it back when the process ends, however it ends.
    """
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _sweep(out: Path) -> None:
    """Remove unfinished files and folders, put back what was about to be replaced; links are not followed."""
    for folder, names, files in os.walk(out):
        for name in [name for name in names if name.startswith(UNFINISHED)]:
            names.remove(name)
            put_back(Path(folder, name))
            shutil.rmtree(Path(folder, name), ignore_errors=True)
        for name in files:
            if name.startswith(UNFINISHED):
                Path(folder, name).unlink(missing_ok=True)


def check_room(out: Path) -> None:
    """Raises NoRoomError when too little is free for what is under way."""
    free = shutil.disk_usage(out).free
    if free < ROOM:
        raise NoRoomError(path=str(out), free=free >> 20)


def is_on_network(path: Path) -> bool:
    """Whether `path` lies on a network file system; False where the system does not tell (Linux and Windows do)."""
    if sys.platform == "win32":
        import ctypes

        drive = path.absolute().drive
        return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _DRIVE_REMOTE
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return file_system_of(path.resolve(), mounts).startswith(_NETWORK)


def file_system_of(path: Path, mounts: str) -> str:
    """The type of the file system that holds `path`, by a list like /proc/mounts.

    >>> file_system_of(Path("/srv/scans/2026"), "/dev/sda1 / ext4 rw 0 0\\nnas:/a /srv/scans nfs4 rw 0 0")
    'nfs4'
    """
    found, length = "", -1
    for line in mounts.splitlines():
        _, place, kind, *_ = [*line.split(), "", "", ""]
        mount = place.replace("\\040", " ")
        if len(mount) > length and (path == Path(mount) or Path(mount) in path.parents):
            found, length = kind, len(mount)
    return found
