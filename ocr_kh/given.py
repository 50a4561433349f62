# SPDX-License-Identifier: Apache-2.0
"""What callers hand in: paths and texts, looked at once, at the door."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from os import PathLike, fspath
from pathlib import Path

from ocr_kh.errors import ArgumentTypeError, PathMissingError
from ocr_kh.messages import translate
from ocr_kh.repair.edits import RepairedText

_log = logging.getLogger("ocr_kh")

_NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""NUL ends a text for many programs, and halves of surrogate pairs cannot be written as UTF-8."""
REPLACEMENT = "\ufffd"


def path_of(value: object, name: str) -> Path:
    """A path given as `str` or path object. Raises ArgumentTypeError."""
    if isinstance(value, (str, PathLike)) and isinstance(plain := fspath(value), str):
        return Path(plain)
    raise ArgumentTypeError(argument=name, wanted="str or pathlib.Path", given=type(value).__name__)


def paths_of(value: object, name: str) -> list[Path]:
    """A path, or several. Raises ArgumentTypeError."""
    if isinstance(value, (str, bytes, PathLike)) or not isinstance(value, Iterable):
        return [path_of(value, name)]
    return [path_of(each, name) for each in value]


def existing(path: Path) -> Path:
    """`path`, where there is something. Raises PathMissingError."""
    if not path.exists():
        raise PathMissingError(path=path)
    return path


def text_of(value: object, name: str) -> tuple[str, int]:
    """A text, and how many characters in it no text can hold: they become U+FFFD, and a warning in the log tells of it.

    What `ocr_kh.repair` gave counts as its text. Raises ArgumentTypeError.

    >>> text_of("Kế hoạch", "text")
    ('Kế hoạch', 0)
    """
    text = value.text if isinstance(value, RepairedText) else value
    if not isinstance(text, str):
        raise ArgumentTypeError(argument=name, wanted="str or RepairedText", given=type(value).__name__)
    text, count = _NO_TEXT.subn(REPLACEMENT, text)
    if count:
        told = translate("Characters that no text can hold (NUL, halves of surrogate pairs) were replaced: %d.")
        _log.warning(told, count)
    return text, count


def texts_of(values: object, name: str) -> Iterator[str]:
    """The texts of an iterable, as `text_of` takes each. Raises ArgumentTypeError, for a single text at once."""
    if isinstance(values, (str, bytes, RepairedText)) or not isinstance(values, Iterable):
        raise ArgumentTypeError(argument=name, wanted="an iterable of str", given=type(values).__name__)
    return (text_of(value, f"{name}[{number}]")[0] for number, value in enumerate(values))
