# SPDX-License-Identifier: Apache-2.0
"""Why a file that lies among the documents is not converted, and which files are passed over without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.messages import N_, translate
from ocr_kh.reading.source import IMAGE_SUFFIXES, PDF_SUFFIXES, TEXT_SUFFIXES, ZIP_SUFFIXES

if TYPE_CHECKING:
    from pathlib import PurePath

_HIDDEN_NAMES = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
"""What Windows and macOS put beside people's files; they do not show it either."""
_HIDDEN_STARTS = (".", "~$")
"""Hidden files and folders; the locks of Office."""
_OFFICE = N_("a word processor's file; save it as PDF, and it is converted")
_SHEET = N_("a spreadsheet; save it as PDF, and it is converted")
_SLIDES = N_("slides; save them as PDF, and they are converted")
_ARCHIVE = N_("an archive of a kind that is not opened; pack it as ZIP, and it is converted")
_MEDIA = N_("sound or film")
_MAIL = N_("a letter of a mail program; save what is attached to it, and that is converted")
_TEXT = N_("a text file; --include-text converts those too")
_UNFINISHED = N_("a copy that was not finished")
_OTHER = N_("a kind of file that is not read")
_REASONS = {
    "doc docx dot dotx odt rtf": _OFFICE,
    "xls xlsx xlsm xlsb ods csv tsv": _SHEET,
    "ppt pptx pps ppsx odp": _SLIDES,
    "rar 7z tar gz tgz bz2 xz iso": _ARCHIVE,
    "mp3 wav m4a wma ogg mp4 m4v avi mov mkv wmv 3gp mpg mpeg": _MEDIA,
    "eml msg mht mhtml": _MAIL,
    "part partial crdownload download filepart tmp temp": _UNFINISHED,
}
_BY_SUFFIX = {f".{suffix}": reason for suffixes, reason in _REASONS.items() for suffix in suffixes.split()}


def is_hidden(name: str) -> bool:
    """Whether a file or folder of this name is one that people are not shown.

    >>> [name for name in (".git", "~$a.docx", "Thumbs.db", "a.pdf") if is_hidden(name)]
    ['.git', '~$a.docx', 'Thumbs.db']
    """
    return name.startswith(_HIDDEN_STARTS) or name.casefold() in _HIDDEN_NAMES


def reason_to_skip(path: PurePath, *, include_text: bool) -> str:
    """Why a file found in a folder is not converted, in the language in use; empty where it is."""
    suffix = path.suffix.lower()
    if suffix in PDF_SUFFIXES | IMAGE_SUFFIXES | ZIP_SUFFIXES or (suffix in TEXT_SUFFIXES and include_text):
        return ""
    return translate(_TEXT if suffix in TEXT_SUFFIXES else _BY_SUFFIX.get(suffix, _OTHER))
