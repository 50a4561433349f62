# SPDX-License-Identifier: Apache-2.0
"""Files that hold files: ZIP archives and PDF portfolios, unpacked within limits.

A package is never trusted: names cannot lead out of the folder (`..`, `/`, `C:`), and what it would unpack to is added
up before anything is written. Names in old ZIPs are UTF-8 where they can be, else code page 437 (APPNOTE.TXT, D.1).
"""

from __future__ import annotations

import errno
import lzma
import re
import shutil
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2 as pdfium

from ocr_kh.errors import DamagedError, EncryptedError, InputError, PasswordError, TooLargeError
from ocr_kh.messages import translate
from ocr_kh.reading.hidden_layers import DAMAGE_ERRORS
from ocr_kh.reading.notice import is_notice
from ocr_kh.reading.pdf import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ocr_kh.settings import Settings

MOST_MEMBERS = 10_000
"""Files in one package; a hồ sơ has some hundreds."""
MOST_GROWTH = 200
"""Times its own size that a package may unpack to, once that is much (`MUCH`): white scans as BMP shrink to 1/100 to
1/900, a bomb to less, and harmless ones stay below `MUCH`."""
MUCH = 1 << 30
"""Bytes."""
_OF_MEMBER = frozenset({errno.EINVAL, errno.ENAMETOOLONG, errno.EILSEQ, None})
"""What an OSError says of a member itself: it begins before the archive does, its name cannot be a file's, or (bz2
gives no number) its data are broken."""
_UTF8 = 0x800
"""The bit of a member's flags that says its name is UTF-8."""
_LOCKED = 0x1
_ZIP_START = b"PK"
_CONTROL = re.compile(r"[\0-\x1f\x7f]")
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a package."""

    name: str
    """In the package, `/` between folders; safe to be taken for a relative path."""
    path: Path | None = None
    """Where it was unpacked to."""
    error: InputError | None = None
    """Why it was not."""


def is_zip(path: Path) -> bool:
    """Whether the file is a ZIP by name and content; a DOCX is one by content only."""
    if path.suffix.lower() != ".zip":
        return False
    try:
        with path.open("rb") as file:
            return file.read(2) == _ZIP_START
    except OSError:
        return False


def is_portfolio(path: Path) -> bool:
    """Whether the file is a PDF whose documents are attached to it (ISO 32000-1, 12.3.5)."""
    try:
        with path.open("rb") as file:
            if b"%PDF-" not in file.read(1024):
                return False
        with opened(path) as document:
            if pdfium.raw.FPDFDoc_GetAttachmentCount(document) < 1:
                return False
        with pikepdf.open(path) as pdf:
            return isinstance(pdf.Root.get("/Collection"), pikepdf.Dictionary)
    except (InputError, OSError, *DAMAGE_ERRORS):  # told when it is opened as a document
        return False


def unpack_zip(path: Path, folder: Path, settings: Settings) -> list[Member]:
    """The files of a ZIP, written below `folder`; those that are locked or broken with their error.

    Raises DamagedError, TooLargeError.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            listed = [each for each in archive.infolist() if not each.is_dir()]
            _check(path, len(listed), sum(each.file_size for each in listed), settings)
            return [
                _unpacked(archive, each, path, folder / str(number), settings) for number, each in enumerate(listed)
            ]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise DamagedError(path=str(path), reason=str(error)) from error
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise DamagedError(path=str(path), reason=str(error)) from error


def _unpacked(
    archive: zipfile.ZipFile, listed: zipfile.ZipInfo, package: Path, folder: Path, settings: Settings
) -> Member:
    name = safe_name(_decoded(listed))
    label = f"{package}/{name}"
    if listed.flag_bits & _LOCKED and not settings.password:
        return Member(name, error=EncryptedError(path=label))
    target = _room_for(name, folder)
    try:
        with archive.open(listed, pwd=settings.password.encode() or None) as source, target.open("wb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
    except NotImplementedError as error:  # a lock (AES) or packing that zipfile does not know
        return Member(name, error=EncryptedError(path=label) if listed.flag_bits & _LOCKED else _broken(label, error))
    except RuntimeError:  # so zipfile tells of a wrong password
        return Member(name, error=PasswordError(path=label))
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError) as error:
        return Member(name, error=_broken(label, error))
    except OSError as error:
        return _refused(name, label, error)
    return Member(name, target)


def _refused(name: str, label: str, error: OSError) -> Member:
    """A member that the system refuses for what it is. Raises `error` where the place to write to is at fault."""
    if error.errno not in _OF_MEMBER:
        raise error
    return Member(name, error=InputError(path=label, reason=error.strerror or str(error)))


def unpack_portfolio(path: Path, folder: Path, settings: Settings) -> list[Member]:
    """The documents attached to a portfolio, written below `folder`, and its own pages where they say something.

    The usual cover sheet tells only with which program to open it. Raises DamagedError, TooLargeError.
    """
    members, size = [], 0
    with _portfolio(path) as pdf:
        _check(path, len(pdf.attachments), 0, settings)
        for number, (key, attached) in enumerate(pdf.attachments.items(), 1):
            member = _detached(attached, safe_name(attached.filename or key), path, folder / str(number))
            members.append(member)
            size += member.path.stat().st_size if member.path else 0
            _check(path, number, size, settings)
        if not is_notice(path):
            members.insert(0, Member(path.name, _cover(pdf, _room_for(path.name, folder / "0"))))
    return members


def _detached(attached: pikepdf.AttachedFileSpec, name: str, package: Path, folder: Path) -> Member:
    target, label = _room_for(name, folder), f"{package}/{name}"
    try:
        target.write_bytes(attached.get_file().read_bytes())
    except DAMAGE_ERRORS as error:
        return Member(name, error=_broken(label, error))
    except MemoryError:  # a stream that grows without end
        reason = translate("unpacked it takes more memory than it may")
        return Member(name, error=TooLargeError(path=label, reason=reason))
    except OSError as error:
        return _refused(name, label, error)
    return Member(name, target)


@contextmanager
def _portfolio(path: Path) -> Iterator[pikepdf.Pdf]:
    try:
        with pikepdf.open(path) as pdf:
            yield pdf
    except DAMAGE_ERRORS as error:
        raise DamagedError(path=str(path), reason=str(error)) from error


def _cover(pdf: pikepdf.Pdf, target: Path) -> Path:
    """The portfolio's own pages as a PDF."""
    cover = pikepdf.new()
    cover.pages.extend(pdf.pages)
    cover.save(target, static_id=True)
    return target


def _check(path: Path, members: int, size: int, settings: Settings) -> None:
    """Raises TooLargeError for a package that nobody packed in good faith, or that is beyond the limits."""
    if members > MOST_MEMBERS:
        reason = translate("{members} files in it; the limit is {limit}")
        raise TooLargeError(path=str(path), reason=reason.format(members=members, limit=MOST_MEMBERS))
    growth = size / max(path.stat().st_size, 1)
    if size > settings.max_megabytes << 20 or (size > MUCH and growth > MOST_GROWTH):
        reason = translate(
            "unpacked it has {size} MB, {growth} times its own; the limits are {limit} MB and {most} times"
        )
        raise TooLargeError(
            path=str(path),
            reason=reason.format(size=size >> 20, growth=round(growth), limit=settings.max_megabytes, most=MOST_GROWTH),
        )


def safe_name(name: str) -> str:
    """The name as a relative path that stays where it is put.

    >>> safe_name("..\\\\..\\\\hồ sơ/a.pdf"), safe_name("C:/x/../a.pdf"), safe_name("/etc/a.pdf")
    ('hồ sơ/a.pdf', 'x/a.pdf', 'etc/a.pdf')
    """
    parts = _CONTROL.sub("_", name).replace("\\", "/").split("/")
    kept = [part for part in parts if part.strip() not in {"", ".", ".."} and not _DRIVE.fullmatch(part)]
    return "/".join(kept) or "_"


def _decoded(listed: zipfile.ZipInfo) -> str:
    """The member's name; zipfile takes one that is not marked as UTF-8 for code page 437."""
    if listed.flag_bits & _UTF8:
        return listed.filename
    try:
        return listed.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return listed.filename


def _room_for(name: str, folder: Path) -> Path:
    """A folder of its own for each file: names may come twice, or differ in what a file system does not see."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name.rpartition("/")[2]


def _broken(label: str, error: Exception) -> InputError:
    return DamagedError(path=label, reason=str(error))
