# SPDX-License-Identifier: Apache-2.0
"""The reader's own dictionary: words that are right though no dictionary has them (`loanwords.txt` in their folder)."""

from __future__ import annotations

import os
from threading import Lock
from typing import TYPE_CHECKING

from ocr_kh.errors import OutputError, UsageError
from ocr_kh.language.dictionary_files import check_folder, words
from ocr_kh.language.letters import composed
from ocr_kh.language.token_kinds import split_edges
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from pathlib import Path

FILE = "loanwords.txt"


class OwnWords:
    """The words of one folder of dictionaries, added to as the reader says. Raises DictionaryError for a bad folder."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / FILE if folder else None
        self._lock = Lock()
        if folder:
            check_folder(folder)
        self.words = frozenset(words(self._path)) if self._path and self._path.is_file() else frozenset[str]()

    def add(self, printed: str) -> None:
        """Write a word, without the marks around it, at the end of the file. Raises UsageError, OutputError."""
        word = split_edges(composed(printed).strip())[1]
        if self._path is None:
            template = translate("Start ocr-kh review with --dictionary DIR to have a dictionary of your own")
            raise UsageError(reason=template)
        if len(word.split()) != 1 or word.startswith("#"):
            raise UsageError(reason=translate("one word a line, without spaces"))
        with self._lock:
            if word not in self.words:
                _append_line(self._path, word)
                self.words |= {word}


def _append_line(path: Path, line: str) -> None:
    """A line at the end of a file that people edit, and so may end without a line break."""
    try:
        with path.open("ab+") as file:
            size = file.tell()
            file.seek(max(size - 1, 0))
            is_torn = size > 0 and file.read(1) != b"\n"
            file.write(b"\n" * is_torn + line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise OutputError(path=str(path), reason=error.strerror or str(error)) from error
