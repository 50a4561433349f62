# SPDX-License-Identifier: Apache-2.0
"""The dictionaries that people edit as repair uses them: words, phrases, abbreviations, places, in a `Lexicon`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ocr_kh.errors import DictionaryError
from ocr_kh.genre.vocabulary import KINDS, load_vocabulary
from ocr_kh.language.dictionary_files import PHRASE_FILES, dictionary_folder, files, kept, phrases, rows, words
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_WORD_FILES = ("names.txt", "loanwords.txt")
_SYMBOL_FILE = "symbols.txt"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and one of its expansions."""

    short: str
    expansion: str
    group: str
    ambiguous: bool
    """It stands for other things too: never to be expanded without context."""
    note: str


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative unit, with the days its name was in force (ISO, "" for unknown or open)."""

    name: str
    kind: str
    province: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All dictionaries together, the shipped ones first."""

    phrases: tuple[str, ...]
    words: frozenset[str]
    """Loan words and syllables of names, as written."""
    abbreviations: tuple[Abbreviation, ...]
    places: tuple[Place, ...]
    symbols: frozenset[str]
    """Symbols of document codes, as written: `NĐ-CP`, `NQ/TW`."""

    @property
    def short_forms(self) -> frozenset[str]:
        """Every abbreviation, as written: `UBND`, `CTr`."""
        return frozenset(entry.short for entry in self.abbreviations)


@kept
def load_lexicon(folders: tuple[Path, ...]) -> Lexicon:  # no default: to the cache it would be another call
    """The shipped dictionaries and those in `folders`. Raises DictionaryError for what cannot be understood."""
    everywhere = (dictionary_folder(), *folders)
    written = (phrase for path in files(everywhere, PHRASE_FILES) for phrase in phrases(path))
    return Lexicon(
        phrases=tuple(dict.fromkeys((*written, *load_vocabulary(folders).names))),
        words=frozenset(word for path in files(everywhere, _WORD_FILES) for word in words(path)),
        abbreviations=tuple(row for path in files(everywhere, ("abbreviations.tsv",)) for row in _abbreviations(path)),
        places=tuple(row for path in files(everywhere, ("places.tsv",)) for row in _places(path)),
        symbols=frozenset(word for path in files(everywhere, (_SYMBOL_FILE,)) for word in words(path)),
    )


def _abbreviations(path: Path) -> Iterator[Abbreviation]:
    for number, (short, expansion, group, mark, note) in rows(path, 2, 5):
        if not short or not expansion:
            raise DictionaryError(path=path, line=number, reason=translate("abbreviation or expansion is empty"))
        if mark not in {"", "ambiguous"}:
            reason = translate("the fourth column is 'ambiguous' or empty, not '{mark}'").format(mark=mark)
            raise DictionaryError(path=path, line=number, reason=reason)
        yield Abbreviation(short, expansion, group, bool(mark), note)


def _places(path: Path) -> Iterator[Place]:
    for number, (name, kind, province, since, until) in rows(path, 2, 5):
        if not name or not kind:
            raise DictionaryError(path=path, line=number, reason=translate("name or kind is empty"))
        if kind not in KINDS:
            reason = translate("the kind is one of {known}, not '{kind}'").format(known=", ".join(KINDS), kind=kind)
            raise DictionaryError(path=path, line=number, reason=reason)
        for day in (since, until):
            if day and not _is_day(day):
                reason = translate("'{day}' is not a date such as 2025-07-01").format(day=day)
                raise DictionaryError(path=path, line=number, reason=reason)
        if since and until and until < since:
            reason = translate("it ends on {until}, before it begins on {since}").format(since=since, until=until)
            raise DictionaryError(path=path, line=number, reason=reason)
        yield Place(name, kind, province, since, until)


def _is_day(text: str) -> bool:
    """Whether `text` is a day of the calendar, as 2025-07-01."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
