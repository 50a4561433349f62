# SPDX-License-Identifier: Apache-2.0
"""The dictionaries that people edit, as files: where they are, which names they have, and their lines.

Empty lines and lines that begin with `#` are skipped. UTF-8; a BOM is tolerated. Text is brought to NFC with the tone
mark on the first vowel (`hòa`), as everything compares it. dictionaries/README.md shows the formats.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ocr_kh.errors import DictionaryError
from ocr_kh.language.syllables import place_tones
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from functools import _lru_cache_wrapper

T = TypeVar("T")

_SETS_KEPT = 8
"""Sets of folders of which what was made is kept: a server may have a set for each customer."""
_KEPT: list[_lru_cache_wrapper[object]] = []

PHRASE_FILES = ("phrases.txt", "titles.txt", "organisations.txt", "laws.txt")
"""One phrase a line."""
WORD_FILES = ("names.txt", "loanwords.txt", "symbols.txt")
"""One word a line."""
TABLE_FILES = (
    "abbreviations.tsv", "acts.tsv", "comparisons.tsv", "counted.tsv", "document_types.tsv", "dossier_papers.tsv",
    "fixed_lines.tsv", "labels.tsv", "organisations.tsv", "places.tsv", "plan_words.tsv", "record_codes.tsv",
)  # fmt: skip
FILES = frozenset({*PHRASE_FILES, *WORD_FILES, *TABLE_FILES})


def dictionary_folder() -> Path:
    """Where the shipped dictionaries are: in the wheel inside the package, in a checkout at its top."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "dictionaries"
    return inside if inside.is_dir() else package.parent / "dictionaries"


def kept(make: Callable[..., T]) -> _lru_cache_wrapper[T]:
    """`make`, which makes something of folders of dictionaries: made once for each set, until `forget`."""
    made = lru_cache(maxsize=_SETS_KEPT)(make)
    _KEPT.append(made)
    return made


def forget() -> None:
    """Have everything that is made of dictionaries made anew: a line was added to one."""
    for made in _KEPT:
        made.cache_clear()


def check_folder(folder: Path) -> None:
    """Raises DictionaryError for a folder that is not there, and for a list or table of a name that is unknown."""
    if not folder.is_dir():
        raise DictionaryError(path=folder, line=0, reason=translate("there is no such folder"))
    for path in sorted(folder.iterdir()):
        if path.suffix in {".txt", ".tsv"} and path.name not in FILES:
            raise DictionaryError(
                path=path, line=0, reason=translate("not one of {known}").format(known=", ".join(sorted(FILES)))
            )


def files(folders: Sequence[Path], names: Sequence[str]) -> list[Path]:
    """The files of these names that the folders have, folder by folder."""
    return [folder / name for folder in folders for name in names if (folder / name).is_file()]


def phrases(path: Path) -> Iterator[str]:
    """The phrases of a file, one a line. Raises DictionaryError."""
    for number, line in _entries(path):
        if "\t" in line:
            raise DictionaryError(
                path=path, line=number, reason=translate("a phrase has no tabs in it; one phrase a line")
            )
        yield " ".join(line.split())


def words(path: Path) -> Iterator[str]:
    """The words of a file, one a line. Raises DictionaryError."""
    for number, line in _entries(path):
        word = line.strip()
        if len(word.split()) != 1:
            raise DictionaryError(path=path, line=number, reason=translate("one word a line, without spaces"))
        yield word


def rows(path: Path, least: int, most: int) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row of a table, `least` to `most` of them written. Raises DictionaryError."""
    for number, line in _entries(path):
        cells = [cell.strip() for cell in line.split("\t")]
        if not least <= len(cells) <= most:
            template = translate("{count} columns where {least} to {most} belong; columns are parted by tabs")
            reason = template.format(count=len(cells), least=least, most=most)
            raise DictionaryError(path=path, line=number, reason=reason)
        yield number, cells + [""] * (most - len(cells))


def words_of(cell: str) -> tuple[str, ...]:
    """The words of a cell, parted by bars."""
    return tuple(filter(None, map(str.strip, cell.split("|"))))


def check_name(path: Path, number: int, name: str) -> None:
    """Raises DictionaryError for a name without a letter."""
    if not name.strip("*"):
        raise DictionaryError(path=path, line=number, reason=translate("the name is empty"))


def check_cell(path: Path, number: int, column: str, cell: str, known: tuple[str, ...]) -> None:
    """Raises DictionaryError for a cell that holds none of `known`."""
    if cell not in known:
        template = translate("the column '{column}' holds one of {known}, or nothing, not '{cell}'")
        names = ", ".join(filter(None, known))
        raise DictionaryError(path=path, line=number, reason=template.format(column=column, known=names, cell=cell))


def _entries(path: Path) -> Iterator[tuple[int, str]]:
    """Line number and text of every line that says something."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        number = error.object[: error.start].count(b"\n") + 1
        raise DictionaryError(path=path, line=number, reason=translate("not UTF-8 text; save it as UTF-8")) from error
    except OSError as error:
        raise DictionaryError(path=path, line=0, reason=str(error.strerror or error)) from error
    for number, line in enumerate(place_tones(unicodedata.normalize("NFC", text)).splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line
