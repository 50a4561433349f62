# SPDX-License-Identifier: Apache-2.0
"""The files of a package, wherever it is: in a folder, or in a ZIP that is read as it lies there.

A ZIP is written the same to the byte whenever the same folder is: files in order, not compressed (PDFs are already,
and no library packs the same way for ever), with the time of the package. Of one that is read nothing is unpacked.
"""

from __future__ import annotations

import io
import shutil
import struct
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from _typeshed import WriteableBuffer

ZIP = ".zip"
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What zipfile raises for a ZIP, or a file in it, that cannot be read."""
_MODE = 0o100644 << 16
"""A plain file that everybody may read, where ZIP keeps the mode of UNIX."""
_UNIX = 3
_LARGE = 1 << 31
"""Bytes from which a file needs the fields of ZIP64; those who read may take less for signed."""
_LOCAL_HEAD = 30
"""Bytes before the name of a file in a ZIP; the last four are the lengths of name and extra field (APPNOTE, 4.3.7)."""
_IS_ENCRYPTED = 1
_MOST_HELD = 1 << 28
"""Bytes of a compressed file that are held in memory to be read here and there; a larger one is read anew instead."""


class Files(Protocol):
    """The files below a folder, by names with `/`."""

    @property
    def name(self) -> str:
        """Of the folder."""
        ...

    def names(self) -> list[str]:
        """All of them, in order."""
        ...

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        ...

    def size(self, name: str) -> int:
        """Its bytes."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """It, to be read from its beginning; of a ZIP with its checksum looked at. Raises OSError, `ZIP_ERRORS`."""
        ...

    def seekable(self, name: str) -> IO[bytes]:
        """It, to be read here and there. Raises OSError, `ZIP_ERRORS`."""
        ...

    def below(self, folder: str) -> Files:
        """Those of a folder below."""
        ...


class FolderFiles:
    """The files of a folder on the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def name(self) -> str:
        return self._folder.name

    def names(self) -> list[str]:
        found = sorted(path for path in self._folder.rglob("*") if not path.is_dir())
        return [path.relative_to(self._folder).as_posix() for path in found]

    def has(self, name: str) -> bool:
        return (self._folder / name).is_file()

    def size(self, name: str) -> int:
        return (self._folder / name).stat().st_size

    def open(self, name: str) -> IO[bytes]:
        return (self._folder / name).open("rb")

    def seekable(self, name: str) -> IO[bytes]:
        return self.open(name)

    def below(self, folder: str) -> FolderFiles:
        return FolderFiles(self._folder / folder)


class ZipFiles:
    """The files of a folder in a ZIP."""

    def __init__(self, archive: zipfile.ZipFile, folder: str) -> None:
        self._archive, self._prefix = archive, f"{folder}/"
        self._infos = {
            info.filename.removeprefix(self._prefix): info
            for info in archive.infolist()
            if info.filename.startswith(self._prefix) and not info.is_dir()
        }

    @property
    def name(self) -> str:
        return PurePosixPath(self._prefix).name

    def names(self) -> list[str]:
        return sorted(self._infos)

    def has(self, name: str) -> bool:
        return name in self._infos

    def size(self, name: str) -> int:
        return self._infos[name].file_size

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(self._infos[name])

    def seekable(self, name: str) -> IO[bytes]:
        info = self._infos[name]
        if info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & _IS_ENCRYPTED:
            return io.BufferedReader(_Stored(Path(str(self._archive.filename)), info))
        if info.file_size <= _MOST_HELD:
            with self._archive.open(info) as file:
                return io.BytesIO(file.read(_MOST_HELD))
        return self._archive.open(info)

    def below(self, folder: str) -> ZipFiles:
        return ZipFiles(self._archive, f"{self._prefix}{folder}")


class _Stored(io.RawIOBase):
    """A file that lies in a ZIP as it is: a stretch of that, with places counted from its beginning.

    What zipfile opens begins anew whenever it is to go back.
    """

    def __init__(self, path: Path, info: zipfile.ZipInfo) -> None:
        self._file, self._size, self._at = path.open("rb"), info.file_size, 0
        self._file.seek(info.header_offset)
        head = self._file.read(_LOCAL_HEAD)
        if len(head) < _LOCAL_HEAD or not head.startswith(b"PK\x03\x04"):
            self._file.close()
            raise zipfile.BadZipFile(info.filename)
        self._start = info.header_offset + _LOCAL_HEAD + sum(struct.unpack("<HH", head[-4:]))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        self._file.seek(self._start + self._at)
        count = self._file.readinto(view[: max(0, min(len(view), self._size - self._at))])
        self._at += count
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


@contextmanager
def opened_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """A ZIP. Raises OSError, `ZIP_ERRORS`."""
    with zipfile.ZipFile(path) as archive:
        yield archive


def parted(name: str) -> tuple[str, str]:
    """The ZIP that a name of a delivery leads into, and the rest; both parts of `packages/a.zip/uuid-1/METS.xml`.

    >>> parted("packages/a.zip/uuid-1/METS.xml"), parted("packages/uuid-1/METS.xml")
    (('packages/a.zip', 'uuid-1/METS.xml'), ('packages/uuid-1/METS.xml', ''))
    """
    archive, is_zip, inside = name.partition(f"{ZIP}/")
    return (f"{archive}{ZIP}", inside) if is_zip else (name, "")


def write_zip(folder: Path, name: str, target: Path, time: datetime) -> None:
    """Write the files of `folder` into the ZIP `target`, below a folder `name`, all of this time. Raises OSError."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for inside in FolderFiles(folder).names():
            info = zipfile.ZipInfo(f"{name}/{inside}", time.timetuple()[:6])
            info.external_attr, info.create_system = _MODE, _UNIX
            path = folder / inside
            with (
                path.open("rb") as reader,
                archive.open(info, "w", force_zip64=path.stat().st_size >= _LARGE) as writer,
            ):
                shutil.copyfileobj(reader, writer, 1 << 20)
