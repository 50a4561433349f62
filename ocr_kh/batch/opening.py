# SPDX-License-Identifier: Apache-2.0
"""A document is opened by a worker: whatever a file does to the library that opens it, the batch goes on."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf

from ocr_kh.batch.intake.packages import Member, is_portfolio, is_zip, unpack_portfolio, unpack_zip
from ocr_kh.batch.output_folder import SCRATCH
from ocr_kh.errors import (
    DamagedError,
    EncryptedError,
    InputError,
    NestedError,
    OutputError,
    PasswordError,
    TooLargeError,
)
from ocr_kh.messages import translate
from ocr_kh.reading.source import Source, content_hash, open_source

if TYPE_CHECKING:
    from pathlib import Path

    from ocr_kh.batch.inputs import Job
    from ocr_kh.settings import Settings


_MOST_DEPTH_OF_PORTFOLIOS = 1
"""Packages around a portfolio that is still opened: one in a ZIP is, one in a portfolio in a ZIP is not."""

Members = tuple[Member, ...]
"""What a package holds."""


def open_job(job: Job, settings: Settings, out: Path) -> Source | Members:
    """The document's source, or what lies in the package that it is, unpacked into the scratch folder.

    Of an encrypted PDF that `settings.password` opens, the source is an open copy there. Raises InputError, and
    OutputError where there is no room to unpack.
    """
    try:
        return _opened(job, settings, out / SCRATCH)
    except InputError as error:
        if job.is_unpacked:  # people do not know where it was unpacked to
            raise error.at(job.path) from error
        raise


def _opened(job: Job, settings: Settings, scratch: Path) -> Source | Members:
    for path in job.paths:
        _check_file(path, settings)
    if len(job.paths) > 1:
        return open_source(job.paths, settings)
    path = job.paths[0]
    try:
        members = _unpacked(job, path, settings, scratch)
        return open_source(path, settings) if members is None else members
    except EncryptedError:
        if not settings.password:
            raise
    digest = content_hash((path,))
    copy = _unlocked(path, settings, scratch / digest)
    members = _unpacked(job, copy, settings, scratch)
    return replace(open_source(copy, settings), sha256=digest) if members is None else members


def _unpacked(job: Job, path: Path, settings: Settings, scratch: Path) -> Members | None:
    """The files of a package; None for what is none."""
    unpack, most_depth = (unpack_zip, 0) if is_zip(path) else (unpack_portfolio, _MOST_DEPTH_OF_PORTFOLIOS)
    if unpack is unpack_portfolio and not is_portfolio(path):
        return None
    if job.depth > most_depth:
        raise NestedError(path=job.path)
    folder = scratch / hashlib.sha256(job.name.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        members = tuple(unpack(path, folder, settings))
    except OSError as error:
        raise OutputError(path=str(folder), reason=error.strerror or str(error)) from error
    if not members:
        raise InputError(path=job.path, reason=translate("there is no file in it"))
    return members


def _check_file(path: Path, settings: Settings) -> None:
    """Raises InputError for what is no file (a pipe would be waited for without end), TooLargeError by its bytes."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):  # one that could not be gone through: the system says why
            next(path.iterdir(), None)
    except OSError as error:
        raise InputError(path=str(path), reason=error.strerror or str(error)) from error
    if not stat.S_ISREG(status.st_mode):
        raise InputError(path=str(path), reason=translate("it is not an ordinary file"))
    if status.st_size > settings.max_megabytes << 20:
        reason = translate("{size} MB; the limit is {limit}")
        raise TooLargeError(
            path=str(path), reason=reason.format(size=status.st_size >> 20, limit=settings.max_megabytes)
        )


def _unlocked(path: Path, settings: Settings, folder: Path) -> Path:
    """An open copy under the same name. Raises PasswordError, DamagedError."""
    copy = folder / path.name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with pikepdf.open(path, password=settings.password) as pdf:
            pdf.save(copy, encryption=False)
    except pikepdf.PasswordError as error:
        raise PasswordError(path=str(path)) from error
    except pikepdf.PdfError as error:
        raise DamagedError(path=str(path), reason=str(error)) from error
    return copy
