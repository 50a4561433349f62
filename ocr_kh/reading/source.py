# SPDX-License-Identifier: Apache-2.0
"""What a file is, judged by its content, and how many pages it has.

What decodes pages is imported where a page is: the process that hands out the work opens none, and starts sooner.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ocr_kh.errors import EmptyError, InputError, NotADocumentError, TooLargeError
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from ocr_kh.reading.raster import Raster
    from ocr_kh.settings import Settings


Kind = Literal["pdf", "image", "text"]

PDF_SUFFIXES = frozenset({".pdf"})
IMAGE_SUFFIXES = frozenset({
    ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".heic", ".heif", ".webp", ".bmp", ".dib",
    ".jp2", ".j2k", ".jpf", ".jpx", ".gif",
})  # fmt: skip
ZIP_SUFFIXES = frozenset({".zip"})
TEXT_SUFFIXES = frozenset({".txt", ".md"})

_IMAGE_MAGIC = re.compile(
    rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|II[*+]\0|MM\0[*+]|GIF8[79]a|RIFF.{4}WEBP"
    rb"|BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0"
    rb"|\0\0\0\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51|.{4}ftyp(?:hei|hev|mif1|msf1)",
    re.DOTALL,
)
"""How image files begin; two letters are too few for a BMP, so the size of its second header is looked at too."""
_PDF_HEADER_WITHIN = 1024
"""Readers accept a PDF whose header stands within the first 1024 bytes (ISO 32000-1, Annex H, note 13)."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document to read: a file, or the images of a folder taken together (`--join`)."""

    paths: tuple[Path, ...]
    kind: Kind
    name: str
    sha256: str
    """Of the file's bytes; of the files' bytes one after the other when several are joined."""
    page_count: int
    frames: tuple[int, ...] = ()
    """Pages of each of `paths`, for images."""

    def locate(self, number: int) -> tuple[Path, int]:
        """The file that holds page `number` (from 1), and the page's index in it (from 0)."""
        index = number - 1
        for path, count in zip(self.paths, self.frames or (self.page_count,), strict=True):
            if index < count:
                return path, index
            index -= count
        message = f"{self.name} has {self.page_count} pages, not {number}"
        raise IndexError(message)


def open_source(paths: Path | tuple[Path, ...], settings: Settings) -> Source:
    """Look at a file, or at the images of one document, without decoding pages.

    Raises an InputError: empty, damaged, encrypted, too large, without pages, or no document at all.
    """
    files = (paths,) if isinstance(paths, Path) else paths
    kinds = {_kind(path) for path in files}
    name = plain(files[0].name if len(files) == 1 else files[0].parent.name)
    if len(files) > 1 and kinds != {"image"}:
        raise NotADocumentError(path=str(files[0].parent), reason=translate("only images can be joined"))
    (kind,) = kinds
    counts = tuple(_count(path, kind, settings) for path in files)
    if sum(counts) > settings.max_pages:
        raise TooLargeError(
            path=name,
            reason=translate("{pages} pages; the limit is {limit}").format(pages=sum(counts), limit=settings.max_pages),
        )
    return Source(files, kind, name, content_hash(files), sum(counts), counts if kind == "image" else ())


def plain(name: str) -> str:
    """A file's name as UTF-8 can hold it: bytes in it that are not UTF-8 are written out (`\\xff`)."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def content_hash(paths: tuple[Path, ...]) -> str:
    """SHA-256, in hex, of the files' bytes."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()


def _kind(path: Path) -> Kind:
    head = _head(path)
    if not head:
        raise EmptyError(path=str(path))
    if b"%PDF-" in head:
        return "pdf"
    if _IMAGE_MAGIC.match(head):
        return "image"
    suffix = path.suffix.lower()
    if suffix in ZIP_SUFFIXES and head.startswith(b"PK"):
        raise NotADocumentError(path=str(path), reason=translate("only convert opens packages"))
    if suffix in TEXT_SUFFIXES:
        return "text"
    if suffix in PDF_SUFFIXES | IMAGE_SUFFIXES | ZIP_SUFFIXES:
        reason = translate("its name ends in {suffix}, but its content is something else").format(suffix=suffix)
    else:
        reason = translate("neither its name nor its content is known")
    raise NotADocumentError(path=str(path), reason=reason)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_PDF_HEADER_WITHIN)
    except OSError as error:
        raise InputError(path=str(path), reason=error.strerror or str(error)) from error


def _count(path: Path, kind: Kind, settings: Settings) -> int:
    if kind == "pdf":
        from ocr_kh.reading import pdf
        from ocr_kh.reading.notice import check_shown

        count = pdf.count_pages(path)
        check_shown(path)
        return count
    if kind == "image":
        from ocr_kh.reading import images

        return images.count_frames(path, settings.max_pixels)
    return 1


def read_raster(source: Source, number: int, settings: Settings) -> Raster:
    """Page `number` (from 1). Raises PageError, PageTimeoutError, PageTooLargeError, TooLargeError or DamagedError."""
    from ocr_kh.reading import images, page_image

    path, index = source.locate(number)
    if source.kind == "pdf":
        return page_image.read_page(path, index, settings.max_pixels, settings.page_timeout)
    return images.read_frame(path, index, settings.max_pixels)


def glance_at(source: Source, number: int) -> Raster:
    """Page `number` (from 1) of a PDF, drawn quickly and small. Raises PageError."""
    from ocr_kh.reading import page_image

    return page_image.glance(*source.locate(number))
