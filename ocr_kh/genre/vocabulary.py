# SPDX-License-Identifier: Apache-2.0
"""The words of the genre, read once from the dictionaries: types of documents, bodies, titles, family names, laws.

Patterns are made from the vocabulary *in force*: the shipped tables, and those of the folders that `using` names. A
user's own body, title or family name so counts wherever a shipped one does. Each pattern is written as a function of
the vocabulary and made once for each (`from_vocabulary`), as eyecite makes its extractors from reporters-db.

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
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from ocr_kh.errors import DictionaryError
from ocr_kh.language.dictionary_files import check_folder, dictionary_folder, files, phrases, rows, words
from ocr_kh.language.letters import bare
from ocr_kh.language.syllables import place_tones
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

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
_FAMILIES = ("state", "party", "law", "")
_CITED = ("code", "name", "")
ACT_SAYS = ("lead", "support", "charge", "manner", "")
"""What an act says of the unit before it: that it leads, supports, must do it; how it does what follows; nothing."""
COMPARISON_SAYS = (">=", ">", "<=", "<", "tăng", "giảm")
"""What words beside a number say: how what is reached compares with it, or that something grows or shrinks."""
COUNTED_SAYS = ("measure", "")
"""Whether a counted thing is a measure, with nothing behind it: `km`."""
LABEL_FIELDS = ("lead", "support", "deadline", "other")
"""What a label says of a task: who leads, who supports, by when, anything else."""


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
        for spelled in _spellings(stem):
            first, *later = spelled.split(" ")
            yield re.escape(first[0]), r"\ ".join([re.escape(first[1:]), *map(_either_case, later)]) + end

    def _ahead(self, use: Use, write: Callable[[str], str]) -> str:
        """What must not, and what must, follow the name."""
        barred = rf"(?!\s?,?\s(?i:{_any_of(map(write, self.not_before))})(?!\w))" if self.not_before else ""
        follows = self.uses[use]
        if follows in (_YES, _NAMED):
            return barred if follows == _YES else rf"{barred}(?=,?\s\w)"
        return rf"{barred}(?=\s(?i:{_any_of(map(write, follows.split('|')))})(?!\w))"


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
class Word:
    """Words that say something where they stand free of others: one row of acts.tsv, comparisons.tsv or counted.tsv."""

    name: str
    """`lập`, `ít nhất`, `tổ`."""
    says: str = ""
    """What it says, one of the words that its table allows; "" for nothing."""
    not_after: tuple[str, ...] = ()
    """Words behind which it is another one: `thành` before `lập`."""
    not_before: tuple[str, ...] = ()
    """Words before which it is another one: `chức` behind `tổ`."""

    def patterns(self) -> Iterator[tuple[str, str]]:
        """The first letter, and a pattern of the rest of the word and of what must not stand beside it, in any case."""
        barred = rf"(?!,?\s(?i:{_any_of(self.not_before)})(?!\w))" if self.not_before else ""
        for spelled in _spellings(self.name):
            first = re.escape(spelled[0])
            behind = "".join(rf"(?<!(?<!\w)(?i:{re.escape(word)})\s{first})" for word in self.not_after)
            yield first, rf"{behind}{re.escape(spelled[1:])}(?!\w){barred}"


@dataclass(frozen=True, slots=True)
class Label:
    """Labels of the lines below a task: one row of labels.tsv."""

    field: str
    """What stands behind them: `lead`, `support`, `deadline`, `other`."""
    first: tuple[str, ...]
    """`đơn vị`, `cơ quan`."""
    second: tuple[str, ...] = ()
    """Of which one follows the first words: `chủ trì`; none for labels of the first words alone."""


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
    labels: tuple[Label, ...] = ()

    def bodies(self, use: Use, write: Callable[[str], str] = str, *, also: Use | None = None) -> str:
        """A pattern of all heads of names of bodies that have this use, and `also` that one, the longest first."""
        uses = {use, also or use}
        rests: dict[str, list[str]] = {}  # by first letter, so that few of the hundred are tried
        for each in sorted(self.organisations, key=_length, reverse=True):
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

    def documents(self, write: Callable[[str], str] = str, **having: object) -> str:
        """A pattern of the types whose columns are as asked (`closes=True`), the longest first."""
        chosen = (each.name for each in self.types if all(getattr(each, key) == cell for key, cell in having.items()))
        return f"(?:{alternatives(chosen, write)})"


def alternatives(names: Iterable[str], write: Callable[[str], str] = str) -> str:
    """The names as alternatives of a pattern, the longest first, in the spelling that `write` gives.

    >>> alternatives(["Sở", "Tòa án"], bare), alternatives(["Sở", "Tòa án"])
    ('Toa\\\\ an|So', '(?:Tòa\\\\ án|Toà\\\\ án)|Sở')
    """
    return _any_of(map(write, names))


def bare_capitals(name: str) -> str:
    """A name as an engine may leave it in a header: in capitals, without marks."""
    return bare(name).upper()


def _any_of(names: Iterable[str]) -> str:
    return "|".join(map(_either_tone, sorted(dict.fromkeys(names), key=len, reverse=True)))


def _either_tone(name: str) -> str:
    """A pattern of a name with its tone marks on either vowel (`Tòa`, `Toà`)."""
    spelled = "|".join(map(re.escape, _spellings(name)))
    return f"(?:{spelled})" if "|" in spelled else spelled


def _spellings(name: str) -> Iterable[str]:
    return dict.fromkeys((name, place_tones(name, "new")))


def _either_case(word: str) -> str:
    """A pattern of a word that may begin with a capital."""
    small, large = word[:1].lower(), word[:1].upper()
    return re.escape(word) if small == large else f"[{small}{large}]{re.escape(word[1:])}"


def _length(organisation: Organisation) -> int:
    return len(organisation.name)


@lru_cache(maxsize=8)
def load_vocabulary(folders: tuple[Path, ...]) -> Vocabulary:
    """The shipped tables and those in `folders`. Raises DictionaryError for what cannot be understood."""
    for folder in folders:
        check_folder(folder)
    everywhere = (dictionary_folder(), *folders)
    titles = _lines(everywhere, "titles.txt", phrases)
    signed = [(line, sign, title) for line in titles if ":" not in line for sign, title in [_title(line)] if title]
    return Vocabulary(
        types=tuple(row for path in files(everywhere, ["document_types.tsv"]) for row in _types(path)),
        organisations=(
            *(row for path in files(everywhere, ["organisations.tsv"]) for row in _organisations(path)),
            *(Organisation(name, uses=_EVERY_USE) for name in _lines(everywhere, "organisations.txt", phrases)),
        ),
        titles=tuple(dict.fromkeys(title for _, sign, title in signed if sign != "TM.")),
        collectives=tuple(dict.fromkeys(title for _, sign, title in signed if sign == "TM.")),
        formulas=tuple(dict.fromkeys(_formulas(signed))),
        surnames=frozenset(_lines(everywhere, "names.txt", words)),
        laws=_lines(everywhere, "laws.txt", phrases),
        codes=tuple(row for path in files(everywhere, ["record_codes.tsv"]) for row in _codes(path)),
        counted=tuple(row for path in files(everywhere, ["counted.tsv"]) for row in _said(path, COUNTED_SAYS)),
        acts=tuple(row for path in files(everywhere, ["acts.tsv"]) for row in _said(path, ACT_SAYS)),
        comparisons=tuple(
            row for path in files(everywhere, ["comparisons.tsv"]) for row in _said(path, COMPARISON_SAYS)
        ),
        labels=tuple(row for path in files(everywhere, ["labels.tsv"]) for row in _labels(path)),
    )


def _lines(folders: tuple[Path, ...], name: str, read: Callable[[Path], Iterator[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for path in files(folders, [name]) for line in read(path)))


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
    for number, (name, symbol, family, cited, closes, attaches, code) in rows(path, 1, 7):
        _check_name(path, number, name)
        _check(path, number, "family", family, _FAMILIES)
        _check(path, number, "cited", cited, _CITED)
        for column, cell in (("closes", closes), ("attaches", attaches)):
            _check(path, number, column, cell, (_YES, ""))
        yield DocumentType(name, symbol, family, cited, bool(closes), bool(attaches), code)


def _organisations(path: Path) -> Iterator[Organisation]:
    for number, (name, not_before, *cells) in rows(path, 1, 8):
        *uses, incomplete, symbol = cells
        _check_name(path, number, name)
        _check(path, number, "incomplete", incomplete, (_YES, ""))
        used = {use: "|".join(_words_of(cell)) for use, cell in zip(USES, uses, strict=True) if cell.strip("| ")}
        yield Organisation(name, _words_of(not_before), used, bool(incomplete), symbol)


def _codes(path: Path) -> Iterator[RecordCode]:
    for number, (name, code, meaning, also) in rows(path, 3, 4):
        _check_name(path, number, name and code and meaning)
        yield RecordCode(name, code, meaning, _words_of(also))


def _said(path: Path, known: tuple[str, ...]) -> Iterator[Word]:
    for number, (name, says, not_after, not_before) in rows(path, 1, 4):
        _check_name(path, number, name)
        _check(path, number, "says", says, known)
        yield Word(name, says, _words_of(not_after), _words_of(not_before))


def _labels(path: Path) -> Iterator[Label]:
    for number, (name, first, second) in rows(path, 2, 3):
        _check_name(path, number, first)
        _check(path, number, "field", name, LABEL_FIELDS)
        yield Label(name, _words_of(first), _words_of(second))


def _words_of(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, cell.split("|"))))


def _check_name(path: Path, number: int, name: str) -> None:
    if not name.strip(_NAMED):
        raise DictionaryError(path=path, line=number, reason=translate("the name is empty"))


def _check(path: Path, number: int, column: str, cell: str, known: tuple[str, ...]) -> None:
    if cell not in known:
        template = translate("the column '{column}' holds one of {known}, or nothing, not '{cell}'")
        names = ", ".join(filter(None, known))
        raise DictionaryError(path=path, line=number, reason=template.format(column=column, known=names, cell=cell))


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


T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Derived(Protocol[T_co]):
    """What is made of the vocabulary in force, or of the one that is handed over."""

    def __call__(self, words: Vocabulary | None = None, /) -> T_co: ...


def from_vocabulary(make: Callable[[Vocabulary], T]) -> Derived[T]:
    """Give what `make` makes of the vocabulary in force, made once for each vocabulary."""
    made = lru_cache(maxsize=8)(make)

    @wraps(make)
    def value(words: Vocabulary | None = None, /) -> T:
        return made(words or in_force())

    return value
