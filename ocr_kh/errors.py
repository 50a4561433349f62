# SPDX-License-Identifier: Apache-2.0
"""One tree of errors; each has a code to search for, an exit code, and says what to do.

    OcrKhError                     exit 1   E100 a fault of ours
    ├── UsageError                 exit 2   E2xx wrong usage, a path that does not exist
    ├── MachineError               exit 3   E3xx something is missing or cannot be written here
    ├── InputError                 exit 4   E4xx this input cannot be read
    ├── PageError                  exit 5   E5xx one page of an input cannot be read
    └── StoppedError               exit 5   E6xx a batch ended before its last document

The library raises these and never prints or exits; `cli.main` alone maps them to exit codes.
Messages are translated when they are shown (`str(error)`). docs/errors.md lists them all.
"""

from __future__ import annotations

import errno
from enum import IntEnum
from typing import ClassVar, Self

from ocr_kh.messages import N_, translate

__all__ = [
    "ArgumentTypeError", "BusyError", "DamagedError", "DictionaryError", "DistributedMissingError",
    "DocumentDiedError", "DocumentTimeoutError", "EditsError", "EmptyError", "EncryptedError", "EngineFailedError",
    "EngineMissingError", "ExitCode", "FieldError", "InputError", "LanguageMissingError", "LedgerError",
    "LibraryMissingError", "MachineError", "NoDossiersError", "NoPackageError", "NoPagesError", "NoReadingError",
    "NoRoomError", "NoTextLayerError", "NotADocumentError", "NothingToDoError", "OcrKhError", "OutputError",
    "OutputIsInputError", "PageError", "PageMemoryError", "PageTimeoutError", "PageTooLargeError", "PasswordError",
    "PathMissingError", "PopplerMissingError", "ProfileError", "ProjectExistsError", "ProjectFileError",
    "RecordListError", "RefusedError", "SchedulerError", "StoppedError", "TableError", "TooLargeError",
    "UnknownKeyError", "UsageError", "WorkerDiedError", "WorkerUnfitError",
]  # fmt: skip


class ExitCode(IntEnum):
    """What a command's exit status says (the contract)."""

    DONE = 0
    OUR_FAULT = 1
    USAGE = 2
    MACHINE = 3
    UNREADABLE = 4
    PARTLY = 5
    INTERRUPTED = 130


class OcrKhError(Exception):
    """The root; `details` fill the places in `template`."""

    code: ClassVar[str] = "E100"
    exit_code: ClassVar[ExitCode] = ExitCode.OUR_FAULT
    template: ClassVar[str] = N_(
        "Something went wrong inside ocr_kh: {reason}. Please report it with the file, if you may."
    )

    def __init__(self, **details: object) -> None:
        super().__init__(details)
        self.details = details

    @property
    def message(self) -> str:
        """The message in the current language, without the code."""
        return translate(self.template).format(**self.details)

    def at(self, path: str) -> Self:
        """The same error of another path: what was unpacked is called by where it lay."""
        return type(self)(**{**self.details, "path": path})

    def __str__(self) -> str:
        return f"[{self.code}] {self.message}"

    def __reduce__(self) -> tuple[object, ...]:
        """Errors travel from worker processes to the parent."""
        return _rebuild, (type(self), self.details)


def _rebuild(kind: type[OcrKhError], details: dict[str, object]) -> OcrKhError:
    return kind(**details)


class UsageError(OcrKhError):
    code = "E200"
    exit_code = ExitCode.USAGE
    template = N_("{reason}. See `ocr-kh --help`.")


class PathMissingError(UsageError):
    code = "E201"
    template = N_("There is no file or folder at {path}. Check the spelling; names with spaces need quotes.")


class NothingToDoError(UsageError):
    code = "E202"
    template = N_(
        "No document found under {path}. `ocr-kh help formats` lists what is read; "
        "`--include-text` takes .txt files too.",
    )


class OutputIsInputError(UsageError):
    code = "E203"
    template = N_("{path} holds the scans themselves. Give --out a folder of its own; it may lie in that one.")


class RecordListError(UsageError):
    code = "E204"
    template = N_("{path}, line {line}: {reason}. `ocr-kh help formats` describes the list.")


class EditsError(UsageError):
    code = "E205"
    template = N_(
        "{count} files were edited by hand ({examples}); --overwrite would discard that. Give --yes if it is meant."
    )


class FieldError(UsageError):
    code = "E206"
    template = N_("The field {field} cannot hold that: {reason}.")


class TableError(UsageError):
    code = "E207"
    template = N_("Nothing of {path} is taken in (`ocr-kh help corrections` tells what a table may say): {reason}")


class ArgumentTypeError(UsageError, TypeError):
    code = "E208"
    template = N_("{argument} takes {wanted}, not {given}.")


class ProjectFileError(UsageError):
    code = "E220"
    template = N_("{path}, {key}: {reason}. `ocr-kh init` writes a file that shows every key.")


class UnknownKeyError(UsageError):
    code = "E221"
    template = N_("{path} has a key that is not known: {key}. Is {suggestion} meant?")


class ProjectExistsError(UsageError):
    code = "E222"
    template = N_("There is a project file already: {path}. Edit it, or move it away.")


class ProfileError(UsageError):
    code = "E223"
    template = N_("The profile {name} cannot be used: {reason}.")


class NoDossiersError(UsageError):
    code = "E224"
    template = N_(
        "No document under {path} belongs to a dossier. Give a list of dossiers with --records, or a level of folders "
        "in ocr-kh.toml (dossiers.level)."
    )


class MachineError(OcrKhError):
    code = "E300"
    exit_code = ExitCode.MACHINE
    template = N_("Something is missing on this machine: {reason}. `ocr-kh doctor` says what mends it.")


class EngineMissingError(MachineError):
    code = "E301"
    template = N_(
        "The OCR engine Tesseract is not installed, or not on the PATH. "
        "On Debian or Ubuntu: sudo apt-get install tesseract-ocr tesseract-ocr-vie",
    )


class LanguageMissingError(MachineError):
    code = "E302"
    template = N_(
        "Tesseract has no data for the language '{language}'. "
        "On Debian or Ubuntu: sudo apt-get install tesseract-ocr-{language}",
    )


class PopplerMissingError(MachineError):
    code = "E303"
    template = N_(
        "The PDF renderer pdftoppm (Poppler) is not installed. On Debian or Ubuntu: sudo apt-get install poppler-utils",
    )


class OutputError(MachineError):
    code = "E304"
    template = N_("Cannot write to {path}: {reason}. Choose another folder with --out, or make room there.")


class DictionaryError(MachineError):
    code = "E305"
    template = N_("{path}, line {line}: {reason}. `ocr-kh help dictionaries` describes the format.")


class LedgerError(MachineError):
    code = "E306"
    template = N_(
        "The ledger {path} cannot be used: {reason}. Move it away; finished documents are then known by their folders."
    )


class BusyError(MachineError):
    code = "E307"
    template = N_("Another run writes to {path}. Wait for its end, or choose another folder with --out.")


class NoRoomError(MachineError):
    code = "E308"
    template = N_(
        "Only {free} MB are free for {path}, too little to go on safely. Make room; the same command then goes on."
    )


class LibraryMissingError(MachineError):
    code = "E309"
    template = N_(
        "The format {format} needs the Python library {library}, which is not installed: pip install {library}"
    )


class DistributedMissingError(MachineError):
    code = "E310"
    template = N_(
        "--scheduler needs the Python library distributed, which is not installed: pip install 'ocr-kh[distributed]'"
    )


class SchedulerError(MachineError):
    code = "E311"
    template = N_(
        "The Dask scheduler {address} cannot be used: {reason}. `ocr-kh help scale` tells how it is started; "
        "the same command goes on with what is left."
    )


class WorkerUnfitError(MachineError):
    code = "E312"
    template = N_(
        "The worker {worker} would not do what is done here ({reason}). All machines need the same ocr_kh, Tesseract, "
        "models and dictionaries, and the folders under the same paths."
    )


class RefusedError(MachineError):
    code = "E313"
    template = N_(
        "The system refused what was asked of it ({path}): {reason}. Mend that; the same command then goes on."
    )


class InputError(OcrKhError):
    code = "E400"
    exit_code = ExitCode.UNREADABLE
    template = N_("{path} cannot be read: {reason}.")


class DamagedError(InputError):
    code = "E401"
    template = N_("{path} is damaged and cannot be read ({reason}). Scan it again, or fetch the file once more.")


class EncryptedError(InputError):
    code = "E402"
    template = N_("{path} is encrypted. Give its password with --password, or ask its owner for an open copy.")


class TooLargeError(InputError):
    code = "E403"
    template = N_("{path} is too large: {reason}. Scan at 200-300 dpi, or split the file.")


class NotADocumentError(InputError):
    code = "E404"
    template = N_("{path} is not a document ocr_kh knows ({reason}). `ocr-kh help formats` lists what it reads.")


class EmptyError(InputError):
    code = "E405"
    template = N_("{path} is empty (0 bytes). Copy or scan it again.")


class NoPagesError(InputError):
    code = "E406"
    template = N_("{path} has no pages. Make the PDF again from its source.")


class DocumentTimeoutError(InputError):
    code = "E407"
    template = N_(
        "{path} took longer than {seconds} seconds and was stopped. Raise --document-timeout if it is worth it."
    )


class DocumentDiedError(InputError):
    code = "E408"
    template = N_("The process that worked on {path} ended without a word; the machine may be short of memory.")


class PasswordError(InputError):
    code = "E409"
    template = N_("The password does not open {path}. Ask its owner, and give the right one with --password.")


class XfaError(InputError):
    code = "E410"
    template = N_(
        "{path} is an XFA form: its content is no part of its pages and only Adobe's programs show it. "
        "Open it there, print it as PDF, and convert that."
    )


class NestedError(InputError):
    code = "E411"
    template = N_("{path} is a package within a package. Unpack it, and convert what is in it.")


class NoReadingError(InputError):
    code = "E412"
    template = N_("What was read of {path} was not kept, or by another version. Convert it again; no edit is lost.")


class NoPackageError(InputError):
    code = "E413"
    template = N_("{path} holds no package and no delivery: neither METS.xml nor names.csv nor bagit.txt lies in it.")


class PageError(OcrKhError):
    code = "E500"
    exit_code = ExitCode.PARTLY
    template = N_("Page {page} of {path} cannot be read: {reason}.")


class PageTimeoutError(PageError):
    code = "E501"
    template = N_(
        "Page {page} of {path} took longer than {seconds} seconds and was stopped. "
        "Raise --page-timeout if it is worth it.",
    )


class EngineFailedError(PageError):
    code = "E502"
    template = N_("Tesseract failed on page {page} of {path}: {reason}.")


class PageTooLargeError(PageError):
    code = "E503"
    template = N_("Page {page} of {path} is too large: {reason}. Scan it at 200-300 dpi.")


class NoTextLayerError(PageError):
    code = "E504"
    template = N_("Page {page} of {path} has no text layer, and --mode text forbids reading its image.")


class WorkerDiedError(PageError):
    code = "E505"
    template = N_(
        "The process that read page {page} of {path} ended without a word; the machine may be short of memory."
    )


class PageMemoryError(PageError):
    code = "E506"
    template = N_(
        "Page {page} of {path} needs more memory than it may take. Raise --memory-limit, or scan it at 200-300 dpi."
    )


class StoppedError(OcrKhError):
    code = "E600"
    exit_code = ExitCode.PARTLY
    template = N_(
        "Stopped after {failures} failed documents, as --max-failures says. The same command goes on with the rest."
    )


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
_OURS = (errno.EBADF, errno.EFAULT, errno.EINVAL)
"""The system tells a program with these that it asked for nonsense."""


def refused(error: OSError) -> MachineError | None:
    """A refusal of the system as an error of this machine; None for what is none.

    A full disk is one. Pillow's `OSError("image file is truncated")` is not: it carries no number of the system's.
    """
    if error.errno is None or error.errno in _OURS:
        return None
    kind = OutputError if error.errno in _NO_ROOM else RefusedError
    return kind(path=error.filename or ".", reason=error.strerror or str(error))
