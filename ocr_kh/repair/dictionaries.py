# SPDX-License-Identifier: Apache-2.0
"""The dictionaries that people edit, read into a `Lexicon`; dictionaries/README.md shows the formats.

    phrases.txt, titles.txt, organisations.txt   one phrase a line
    names.txt, loanwords.txt                     one word a line
    symbols.txt          one symbol of document codes a line: NĐ-CP, NQ/TW
    abbreviations.tsv    abbreviation, expansion, group, "ambiguous" or nothing, note
    places.tsv           name, kind, province, valid from, valid to (dates as 2025-07-01, or nothing)

Empty lines and lines that begin with `#` are skipped. UTF-8; a BOM is tolerated. Text is brought to
NFC with the tone mark on the first vowel (`hòa`), as the whole of repair compares it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.errors import DictionaryError
from ocr_kh.language.syllables import place_tones
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

PHRASE_FILES = ("phrases.txt", "titles.txt", "organisations.txt")
WORD_FILES = ("names.txt", "loanwords.txt")
SYMBOL_FILE = "symbols.txt"
TABLE_FILES = ("abbreviations.tsv", "places.tsv")
KINDS = ("xã", "phường", "đặc khu", "thị trấn", "thị xã", "huyện", "quận", "thành phố", "tỉnh")
"""Of administrative units, those of before 1 July 2025 among them."""
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


def dictionary_folder() -> Path:
    """Where the shipped dictionaries are: in the wheel inside the package, in a checkout at its top."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "dictionaries"
    return inside if inside.is_dir() else package.parent / "dictionaries"


@lru_cache(maxsize=8)
def load_lexicon(folders: tuple[Path, ...] = ()) -> Lexicon:
    """The shipped dictionaries and those in `folders`. Raises DictionaryError for what cannot be understood."""
    everywhere = (dictionary_folder(), *folders)
    for folder in folders:
        _check_folder(folder)
    return Lexicon(
        phrases=tuple(dict.fromkeys(phrase for path in _files(everywhere, PHRASE_FILES) for phrase in _phrases(path))),
        words=frozenset(word for path in _files(everywhere, WORD_FILES) for word in _words(path)),
        abbreviations=tuple(row for path in _files(everywhere, ("abbreviations.tsv",)) for row in _abbreviations(path)),
        places=tuple(row for path in _files(everywhere, ("places.tsv",)) for row in _places(path)),
        symbols=frozenset(word for path in _files(everywhere, (SYMBOL_FILE,)) for word in _words(path)),
    )


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise DictionaryError(path=folder, line=0, reason=translate("there is no such folder"))
    known = {*PHRASE_FILES, *WORD_FILES, *TABLE_FILES, SYMBOL_FILE}
    for path in sorted(folder.iterdir()):
        if path.suffix in {".txt", ".tsv"} and path.name not in known:
            raise DictionaryError(
                path=path, line=0, reason=translate("not one of {known}").format(known=", ".join(sorted(known)))
            )


def _files(folders: tuple[Path, ...], names: tuple[str, ...]) -> list[Path]:
    return [folder / name for folder in folders for name in names if (folder / name).is_file()]


def _entries(path: Path) -> Iterator[tuple[int, str]]:
    """Line number and text of every line that says something."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        number = error.object[: error.start].count(b"\n") + 1
        raise DictionaryError(path=path, line=number, reason=translate("not UTF-8 text; save it as UTF-8")) from error
    except OSError as error:
        raise DictionaryError(path=path, line=0, reason=str(error.strerror or error)) from error
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, place_tones(unicodedata.normalize("NFC", line)).rstrip("\r\n")


def _phrases(path: Path) -> Iterator[str]:
    for number, line in _entries(path):
        if "\t" in line:
            raise DictionaryError(
                path=path, line=number, reason=translate("a phrase has no tabs in it; one phrase a line")
            )
        yield " ".join(line.split())


def _words(path: Path) -> Iterator[str]:
    for number, line in _entries(path):
        word = line.strip()
        if len(word.split()) != 1:
            raise DictionaryError(path=path, line=number, reason=translate("one word a line, without spaces"))
        yield word


def _columns(path: Path, least: int, most: int) -> Iterator[tuple[int, list[str]]]:
    for number, line in _entries(path):
        cells = [cell.strip() for cell in line.split("\t")]
        if not least <= len(cells) <= most:
            template = translate("{count} columns where {least} to {most} belong; columns are parted by tabs")
            reason = template.format(count=len(cells), least=least, most=most)
            raise DictionaryError(path=path, line=number, reason=reason)
        yield number, cells + [""] * (most - len(cells))


def _abbreviations(path: Path) -> Iterator[Abbreviation]:
    for number, (short, expansion, group, mark, note) in _columns(path, 2, 5):
        if not short or not expansion:
            raise DictionaryError(path=path, line=number, reason=translate("abbreviation or expansion is empty"))
        if mark not in {"", "ambiguous"}:
            reason = translate("the fourth column is 'ambiguous' or empty, not '{mark}'").format(mark=mark)
            raise DictionaryError(path=path, line=number, reason=reason)
        yield Abbreviation(short, expansion, group, bool(mark), note)


def _places(path: Path) -> Iterator[Place]:
    for number, (name, kind, province, since, until) in _columns(path, 2, 5):
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
