# SPDX-License-Identifier: Apache-2.0
"""A document is opened by a worker: whatever a file does to the library that opens it, the batch goes on."""

from __future__ import annotations

import stat
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf

from ocr_kh.batch.output_folder import SCRATCH
from ocr_kh.errors import DamagedError, EncryptedError, InputError, PasswordError, TooLargeError
from ocr_kh.messages import translate
from ocr_kh.reading.source import Source, open_source

if TYPE_CHECKING:
    from pathlib import Path

    from ocr_kh.batch.inputs import Job
    from ocr_kh.settings import Settings


def open_job(job: Job, settings: Settings, out: Path) -> Source:
    """The document's source; of an encrypted PDF that `settings.password` opens, an open copy in the scratch folder.

    Raises InputError.
    """
    for path in job.paths:
        _check_file(path, settings)
    try:
        return open_source(job.paths if len(job.paths) > 1 else job.paths[0], settings)
    except EncryptedError:
        if not settings.password:
            raise
        return _unlocked(job.paths[0], settings, out / SCRATCH)


def _check_file(path: Path, settings: Settings) -> None:
    """Raises InputError for what is no file (a pipe would be waited for without end), TooLargeError by its bytes."""
    try:
        status = path.stat()
    except OSError as error:
        raise InputError(path=str(path), reason=error.strerror or str(error)) from error
    if not stat.S_ISREG(status.st_mode):
        raise InputError(path=str(path), reason=translate("it is not an ordinary file"))
    if status.st_size > settings.max_megabytes << 20:
        reason = translate("{size} MB; the limit is {limit}")
        raise TooLargeError(
            path=str(path), reason=reason.format(size=status.st_size >> 20, limit=settings.max_megabytes)
        )


def _unlocked(path: Path, settings: Settings, scratch: Path) -> Source:
    """The source of an open copy, with the name and hash of the file itself."""
    from ocr_kh.reading.source import content_hash

    digest = content_hash((path,))
    copy = scratch / digest / path.name
    copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with pikepdf.open(path, password=settings.password) as pdf:
            pdf.save(copy, encryption=False)
    except pikepdf.PasswordError as error:
        raise PasswordError(path=str(path)) from error
    except pikepdf.PdfError as error:
        raise DamagedError(path=str(path), reason=str(error)) from error
    return replace(open_source(copy, settings), sha256=digest)
