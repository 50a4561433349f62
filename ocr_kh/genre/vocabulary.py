# SPDX-License-Identifier: Apache-2.0
"""The words of the genre, read once from the dictionaries: types of documents, bodies, titles, family names, laws.

Patterns are made from the vocabulary *in force*: the shipped tables, and those of the folders that `using` names, so
that a user's own body counts wherever a shipped one does. Each is written as a function of the vocabulary and made
once for each (`from_vocabulary`), as eyecite makes its extractors from reporters-db.

    @from_vocabulary
    def _speaker(words: Vocabulary) -> re.Pattern[str]:
        return re.compile(words.bodies("speaks", bare))

    with using(settings.dictionaries):
        _speaker().match(...)
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache, partial, wraps
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from ocr_kh.genre.papers.words import PaperWords, read_paper_words
from ocr_kh.language.dictionary_files import (
    check_cell,
    check_folder,
    check_name,
    dictionary_folder,
    files,
    kept,
    phrases,
    rows,
    words,
    words_of,
)
from ocr_kh.language.spellings import Word, alternatives, any_of, either_case, spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

KINDS = ("xã", "phường", "đặc khu", "thị trấn", "thị xã", "huyện", "quận", "thành phố", "tỉnh")
"""Of administrative units, those of before 1 July 2025 among them."""

Use = Literal["issues", "cited", "tasks", "speaks"]
"""Where the name of a body is looked for: in capitals as issuer, behind a cited code, as the unit of a task, as the
subject of a sentence (`UBND xã yêu cầu ...`)."""
USES: tuple[Use, ...] = ("issues", "cited", "tasks", "speaks")
_YES, _NAMED = "+", "*"
"""Cells of a use: whatever follows; only with a name behind it (`Thôn Đông`)."""
_EVERY_USE: Mapping[Use, str] = dict.fromkeys(USES, _YES)
"""What a full name of organisations.txt counts for."""
_FAMILIES = ("state", "party", "law", "other", "")
_CITED = ("code", "name", "")
FIXED_LINES = (
    "motto", "decides", "opening", "receipt", "receipt line", "caption", "note", "asked", "draft", "gazette", "role",
    "subordinate", "post", "degree", "sent", "secrecy", "urgency", "copy", "circulation", "details",
)  # fmt: skip
"""Lines of header and closing that are known by their words."""
PLACES = ("start", "whole", "inside", "part", "label")
"""Of words in a fixed line: at its start, as the whole, anywhere, as what a narrow column leaves, before a colon."""
WORDS_SAY: Mapping[str, tuple[str, ...]] = {
    "acts.tsv": ("lead", "support", "charge", "manner", "serves", ""),
    "comparisons.tsv": (">=", ">", "<=", "<", "tăng", "giảm"),
    "counted.tsv": ("measure", ""),
}
"""What a word of each table may say: of an act, that the unit before it leads, supports, must do it, how, or for what;
of words beside a number, how what is reached compares, or changes; of a thing, that nothing follows it. What words of
plans may tell is what those of the shipped table do."""
LABEL_FIELDS = ("lead", "support", "deadline", "task", "doer", "other")
"""What a label says of a task: who leads, supports, by when, what is to be done, who does it (if a unit), else."""


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of document: one row of document_types.tsv."""

    name: str
    """As in a sentence: `Kế hoạch`."""
    symbol: str
    """Its letters in a code: `KH`; "" for none."""
    family: str
    """Whose rules have it: state, party, law; "" for what is no type of its own."""
    cited: str
    """Cited by its `code`, by its `name` alone as well (`Luật Đất đai`), or not ("")."""
    closes: bool
    """Closing words speak of it (`Kế hoạch này được phổ biến ...`)."""
    attaches: bool
    """Annexes say that they belong to one (`Kèm theo Quyết định số ...`)."""
    archive_code: str
    """Of Thông tư 05/2025/TT-BNV, 01 to 29; "" for none."""
    brief: bool = False
    """As often as not a few paragraphs (Nghị định 30/2020, Phụ lục III): no section is missed in one."""
    unnumbered: bool = False
    """Often without number and symbol: none is missed where there is no number line."""

    @property
    def capitals(self) -> str:
        return self.name.upper()


@dataclass(frozen=True, slots=True)
class Organisation:
    """First words of names of bodies: one row of organisations.tsv, or a full name of organisations.txt."""

    name: str
    """`Sở`, `Kho bạc`; a star at the end stands for more letters (`UBMTTQ*`)."""
    not_before: tuple[str, ...] = ()
    """Words that make it something else (`Sở hữu`), perhaps behind a comma (`Phòng, chống`)."""
    uses: Mapping[Use, str] = field(default_factory=dict)
    """Each use that it has, with its cell: `+`, `*`, or the words of which one must follow, parted by `|`."""
    incomplete: bool = False
    """Alone on a line it is no whole name: the next line goes on with it (`ỦY BAN NHÂN DÂN` / `XÃ TÂN AN`)."""
    symbol: str = ""
    """Letters of a body of the State in codes: `UBND`, `BNV`."""

    def patterns(self, use: Use, write: Callable[[str], str]) -> Iterator[tuple[str, str]]:
        """The name where it is used so, as `write` spells it: its first letter, and a pattern of the rest.

        Later words may begin with a capital: `Tổng cục` and `Tổng Cục`, not `tổng cục`.
        """
        stem, star, _ = write(self.name).partition("*")
        more = r"\w*" if star else ""
        end = rf"{more}(?!\w){self._ahead(use, write)}"
        for spelled in spellings(stem):
            first, *later = spelled.split(" ")
            yield re.escape(first[0]), r"\ ".join([re.escape(first[1:]), *map(either_case, later)]) + end

    def _ahead(self, use: Use, write: Callable[[str], str]) -> str:
        """What must not, and what must, follow the name."""
        barred = rf"(?!\s?,?\s(?i:{any_of(map(write, self.not_before))})(?!\w))" if self.not_before else ""
        follows = self.uses[use]
        if follows in (_YES, _NAMED):
            return barred if follows == _YES else rf"{barred}(?=,?\s\w)"
        return rf"{barred}(?=\s(?i:{any_of(map(write, follows.split('|')))})(?!\w))"


@dataclass(frozen=True, slots=True)
class RecordCode:
    """A code of a field of record.xml: one row of record_codes.tsv."""

    field: str
    """As the circular calls it: `maintenance`."""
    code: str
    name: str
    """What it stands for: `Vĩnh viễn`."""
    also: tuple[str, ...] = ()
    """Other ways to write the name."""


@dataclass(frozen=True, slots=True)
class Label:
    """Labels of the lines below a task: one row of labels.tsv."""

    field: str
    """What stands behind them: one of `LABEL_FIELDS`."""
    first: tuple[str, ...]
    """`đơn vị`, `cơ quan`."""
    second: tuple[str, ...] = ()
    """Of which one follows the first words: `chủ trì`; none for labels of the first words alone."""


@dataclass(frozen=True, slots=True)
class FixedLine:
    """Words of a line of header or closing: one row of fixed_lines.tsv."""

    line: str
    """What the line is: `receipt`, `caption`."""
    place: str
    """Where the words stand in it: one of `PLACES`."""
    first: tuple[str, ...]
    """`công văn`, `văn bản`."""
    second: tuple[str, ...] = ()
    """Of which one follows the first words: `đến`; none for those that are enough."""

    @property
    def phrases(self) -> Iterator[str]:
        """The words written out."""
        for first in self.first:
            yield from (f"{first} {second}" for second in self.second) if self.second else (first,)


@dataclass(frozen=True, eq=False, slots=True)
class Vocabulary:
    """All words of the genre, the shipped ones first. Compared by identity, so that what is made of it can be kept."""

    types: tuple[DocumentType, ...]
    organisations: tuple[Organisation, ...]
    titles: tuple[str, ...]
    """Titles of those who sign, in capitals: `CHỦ TỊCH`."""
    collectives: tuple[str, ...]
    """Bodies that one signs on behalf of (`TM.`), in capitals."""
    formulas: tuple[str, ...]
    """Lines above a signature that titles.txt writes out (`KT. CHỦ TỊCH`), and their titles: known misread too."""
    surnames: frozenset[str]
    """Family names as they are written: `Nguyễn`, `H'`."""
    laws: tuple[str, ...]
    """Names of laws, without the word `Luật`."""
    codes: tuple[RecordCode, ...]
    """Of the fields of record.xml; those of types stand with `types`."""
    counted: tuple[Word, ...] = ()
    """Things that plans count."""
    acts: tuple[Word, ...] = ()
    """First words of tasks."""
    comparisons: tuple[Word, ...] = ()
    """Words beside the number of a target."""
    plan_words: tuple[Word, ...] = ()
    """Words that tell what stands beside them in a plan."""
    labels: tuple[Label, ...] = ()
    fixed_lines: tuple[FixedLine, ...] = ()
    papers: tuple[PaperWords, ...] = ()

    def bodies(self, use: Use, write: Callable[[str], str] = str, *, also: Use | None = None) -> str:
        """A pattern of all heads of names of bodies that have this use, and `also` that one, the longest first."""
        uses = {use, also or use}
        rests: dict[str, list[str]] = {}  # by first letter, so that few of the hundred are tried
        for each in sorted(self.organisations, key=lambda each: len(each.name), reverse=True):
            if uses <= each.uses.keys():
                for letter, rest in each.patterns(use, write):
                    rests.setdefault(letter, []).append(rest)
        branches = (f"{letter}(?:{'|'.join(rest)})" for letter, rest in rests.items())
        return f"(?:{'|'.join(branches)})"

    @property
    def names(self) -> Iterator[str]:
        """The names in the tables of documents and organisations, as they are written: phrases for repair."""
        yield from (each.name for each in self.types)
        yield from (each.name for each in self.organisations if not each.name.endswith(_NAMED))

    def saying(self, says: str) -> Iterator[Word]:
        """The words of plans that say this."""
        return (each for each in self.plan_words if each.says == says)

    def said(self, says: str, write: Callable[[str], str] = str) -> str:
        """A pattern of these words, the longest first, as `write` spells them."""
        return f"(?:{alternatives((each.name for each in self.saying(says)), write)})"

    def fixed(self, line: str, *places: str) -> tuple[str, ...]:
        """The words of a fixed line that stand in these places, as they are written."""
        chosen = (each for each in self.fixed_lines if each.line == line and each.place in places)
        return tuple(phrase for each in chosen for phrase in each.phrases)

    def documents(self, write: Callable[[str], str] = str, **having: object) -> str:
        """A pattern of the types whose columns are as asked (`closes=True`), the longest first."""
        chosen = (each.name for each in self.types if all(getattr(each, key) == cell for key, cell in having.items()))
        return f"(?:{alternatives(chosen, write)})"


@kept
def load_vocabulary(folders: tuple[Path, ...]) -> Vocabulary:
    """The shipped tables and those in `folders`. Raises DictionaryError for what cannot be understood."""
    for folder in folders:
        check_folder(folder)
    everywhere = (dictionary_folder(), *folders)
    titles = _lines(everywhere, "titles.txt", phrases)
    signed = [(line, sign, title) for line in titles if ":" not in line for sign, title in [_title(line)] if title]
    return Vocabulary(
        types=_rows(everywhere, "document_types.tsv", _types),
        organisations=(
            *_rows(everywhere, "organisations.tsv", _organisations),
            *(Organisation(name, uses=_EVERY_USE) for name in _lines(everywhere, "organisations.txt", phrases)),
        ),
        titles=tuple(dict.fromkeys(title for _, sign, title in signed if sign != "TM.")),
        collectives=tuple(dict.fromkeys(title for _, sign, title in signed if sign == "TM.")),
        formulas=tuple(dict.fromkeys(_formulas(signed))),
        surnames=frozenset(_lines(everywhere, "names.txt", words)),
        laws=_lines(everywhere, "laws.txt", phrases),
        codes=_rows(everywhere, "record_codes.tsv", _codes),
        counted=_words(everywhere, "counted.tsv"),
        acts=_words(everywhere, "acts.tsv"),
        comparisons=_words(everywhere, "comparisons.tsv"),
        plan_words=_words(everywhere, "plan_words.tsv"),
        labels=_rows(everywhere, "labels.tsv", _labels),
        fixed_lines=_rows(everywhere, "fixed_lines.tsv", _fixed_lines),
        papers=_rows(everywhere, "dossier_papers.tsv", read_paper_words),
    )


def _lines(folders: tuple[Path, ...], name: str, read: Callable[[Path], Iterator[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_rows(folders, name, read)))


def _rows(folders: tuple[Path, ...], name: str, read: Callable[[Path], Iterator[T]]) -> tuple[T, ...]:
    return tuple(row for path in files(folders, [name]) for row in read(path))


def _words(folders: tuple[Path, ...], name: str) -> tuple[Word, ...]:
    known = WORDS_SAY.get(name) or tuple(sorted({each[1] for _, each in rows(folders[0] / name, 1, 4)}))
    return _rows(folders, name, partial(_said, known=known))


_SIGN = re.compile(r"(?P<sign>TM\.|KT\.|TL\.|TUQ\.|Q\.|PHÓ(?= ))\s*")


def _title(line: str) -> tuple[str, str]:
    """What stands before a title in a line above a signature (`KT.`, `PHÓ`), and the title, in capitals."""
    capitals = line.upper()
    found = _SIGN.match(capitals)
    return (found["sign"], capitals[found.end() :]) if found else ("", capitals)


def _formulas(signed: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    for line, sign, title in signed:
        if sign:
            yield line.upper()
            yield from () if sign == "TM." else (title,)


def _types(path: Path) -> Iterator[DocumentType]:
    for number, (name, symbol, family, cited, closes, attaches, code, *more) in rows(path, 1, 9):
        check_name(path, number, name)
        check_cell(path, number, "family", family, _FAMILIES)
        check_cell(path, number, "cited", cited, _CITED)
        for column, cell in zip(("closes", "attaches", "brief", "unnumbered"), (closes, attaches, *more), strict=True):
            check_cell(path, number, column, cell, (_YES, ""))
        yield DocumentType(name, symbol, family, cited, bool(closes), bool(attaches), code, *map(bool, more))


def _organisations(path: Path) -> Iterator[Organisation]:
    for number, (name, not_before, *cells) in rows(path, 1, 8):
        *uses, incomplete, symbol = cells
        check_name(path, number, name)
        check_cell(path, number, "incomplete", incomplete, (_YES, ""))
        used = {use: "|".join(words_of(cell)) for use, cell in zip(USES, uses, strict=True) if cell.strip("| ")}
        yield Organisation(name, words_of(not_before), used, bool(incomplete), symbol)


def _codes(path: Path) -> Iterator[RecordCode]:
    for number, (name, code, meaning, also) in rows(path, 3, 4):
        check_name(path, number, name and code and meaning)
        yield RecordCode(name, code, meaning, words_of(also))


def _said(path: Path, known: tuple[str, ...]) -> Iterator[Word]:
    for number, (name, says, not_after, not_before) in rows(path, 1, 4):
        check_name(path, number, name)
        check_cell(path, number, "says", says, known)
        yield Word(name, says, words_of(not_after), words_of(not_before))


def _labels(path: Path) -> Iterator[Label]:
    for number, (name, first, second) in rows(path, 2, 3):
        check_name(path, number, first)
        check_cell(path, number, "field", name, LABEL_FIELDS)
        yield Label(name, words_of(first), words_of(second))


def _fixed_lines(path: Path) -> Iterator[FixedLine]:
    for number, (line, place, first, second) in rows(path, 3, 4):
        check_name(path, number, first)
        check_cell(path, number, "line", line, FIXED_LINES)
        check_cell(path, number, "place", place, PLACES)
        yield FixedLine(line, place, words_of(first), words_of(second))


_IN_FORCE: ContextVar[Vocabulary | None] = ContextVar("vocabulary", default=None)


def in_force() -> Vocabulary:
    """The vocabulary that `using` has set around this call; else the shipped one."""
    return _IN_FORCE.get() or load_vocabulary(())


@contextmanager
def using(folders: tuple[Path, ...]) -> Iterator[Vocabulary]:
    """Set the vocabulary of the shipped dictionaries and of `folders` in force. Raises DictionaryError."""
    vocabulary = load_vocabulary(folders)
    token = _IN_FORCE.set(vocabulary)
    try:
        yield vocabulary
    finally:
        _IN_FORCE.reset(token)


class Derived(Protocol[T_co]):
    """What is made of the vocabulary in force, or of the one that is handed over."""

    def __call__(self, words: Vocabulary | None = None, /) -> T_co: ...


def from_vocabulary(make: Callable[[Vocabulary], T]) -> Derived[T]:
    """Give what `make` makes of the vocabulary in force, made once for each vocabulary."""
    once = lru_cache(maxsize=8)(make)
    last: tuple[object, T | None] = (object(), None)  # asked a thousand times a page, nearly always of one

    @wraps(make)
    def value(words: Vocabulary | None = None, /) -> T:
        nonlocal last
        words = _IN_FORCE.get() if words is None else words  # None for the shipped one, which is not asked for again
        known, made = last
        if known is not words:
            last = (words, made := once(words or load_vocabulary(())))
        return made  # type: ignore[return-value]

    return value
