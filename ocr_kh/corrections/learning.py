# SPDX-License-Identifier: Apache-2.0
"""What dictionaries may learn from corrections: proposals, each with its places; none is learned before it is accepted.

A proposal is a line of one of the dictionaries' files. What they know already is none, and neither is a correction that
was taken back.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.corrections import journal
from ocr_kh.corrections.journal import read_journal
from ocr_kh.genre.vocabulary import KINDS, in_force
from ocr_kh.language.letters import bare
from ocr_kh.language.model import load_model
from ocr_kh.language.spellings import bare_capitals
from ocr_kh.language.syllables import is_syllable, place_tones
from ocr_kh.plan.model import PLAN
from ocr_kh.repair.dictionaries import load_lexicon
from ocr_kh.writing.tables.index import index_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from ocr_kh.corrections.correction import Correction
    from ocr_kh.repair.dictionaries import Lexicon

MIN_PHRASE_PLACES = 2
"""Places at which two words were corrected together before they are proposed as a phrase: once is an accident."""
EDGES = ".,;:!?()[]{}\"“”'‘’-–/"
"""Punctuation around a word, which is no part of it."""
_HEADER = PLAN / "header"
_ISSUERS = frozenset({str(_HEADER / "issuer"), str(_HEADER / "parent_issuer")})
_SYMBOL, _PLACE = str(_HEADER / "symbol"), str(_HEADER / "place")
_KIND = "|".join(sorted(KINDS, key=len, reverse=True))
_UNIT = re.compile(rf"(?<!\w)(?P<kind>{_KIND}) (?=(?P<name>.+))", re.IGNORECASE)
_PERSON = re.compile(r"(?:(?:Ông|Bà|ông|bà|Đồng chí|đồng chí|Đ/c|đ/c)(?: \(bà\))?:? )(?P<name>\S+) \S+")


_MOST_SYLLABLES = 4
"""Of the name of a unit, where no line tells where it ends: 99 % of those in places.tsv have no more."""


class Where(NamedTuple):
    """A place that a proposal comes from."""

    folder: str
    """Of the document, under the output folder."""
    page: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line that a dictionary may learn."""

    file: str
    """Of the dictionary: `places.tsv`."""
    line: str
    places: tuple[Where, ...]
    """Where it was corrected or confirmed."""


class Corrected(NamedTuple):
    """The corrections of one document, and what is asked of it beside them."""

    folder: str
    issuer: str
    """In capitals, as in the index; empty where none is known."""
    corrections: Sequence[Correction]
    text: Callable[[], str]
    """text.txt, read where it is needed."""


def corrected_documents(out: Path) -> Iterator[Corrected]:
    """The documents under `out` that have corrections."""
    for row in index_rows(out):
        folder = out / row["folder"]
        if row["status"] == "duplicate" or not (found := read_journal(folder / journal.NAME).corrections):
            continue
        yield Corrected(row["folder"], row["issuer"], found, partial(_text_of, folder))


def _text_of(folder: Path) -> str:
    try:
        return (folder / "text.txt").read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return ""


class Said(NamedTuple):
    """What a person says of words, with those around."""

    before: str
    right: str
    after: str

    @property
    def passage(self) -> str:
        return " ".join(filter(None, self))


def proposals(documents: Iterable[Corrected], folders: tuple[Path, ...] = ()) -> list[Proposal]:
    """What the dictionaries (the shipped ones, those in `folders`) may learn, most often corrected first."""
    known = _Known(load_lexicon(folders))
    found: dict[tuple[str, str], list[Where]] = defaultdict(list)
    pairs: dict[str, list[Where]] = defaultdict(list)
    for document in documents:
        for each in settled(document.corrections):
            where = Where(document.folder, each.anchor.page)
            for entry in _entries(each, document, known):
                found[entry].append(where)
            for pair in _neighbours(each, known):
                pairs[pair].append(where)
    found |= {("phrases.txt", pair): places for pair, places in pairs.items() if len(places) >= MIN_PHRASE_PLACES}
    made = [Proposal(file, line, tuple(places)) for (file, line), places in found.items()]
    return sorted(made, key=lambda each: (-len(each.places), each.file, each.line))


def settled(corrections: Iterable[Correction]) -> list[Correction]:
    """The last word on each place, from what was read at first; without what was taken back."""
    last: dict[tuple[object, ...], Correction] = {}
    for each in corrections:
        key = (each.pointer,) if each.pointer else (each.anchor.page, each.anchor.before, each.anchor.after)
        earlier = last.get(key)
        last[key] = replace(each, read=earlier.read) if earlier else each
    return [each for each in last.values() if each.right and (each.read != each.right or each.kind == "accepted")]


class _Known:
    """What the dictionaries have already."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.words = {word.casefold() for word in (*lexicon.words, *lexicon.short_forms)}
        self.places = {place.name.casefold() for place in lexicon.places}
        self.phrases = {place_tones(phrase).casefold() for phrase in lexicon.phrases}
        vocabulary = in_force()
        self.surnames = {name.casefold() for name in (*vocabulary.surnames, *lexicon.words)}
        self.issuers = re.compile(vocabulary.bodies("issues", bare_capitals))
        self.model = load_model()

    def is_phrase(self, kind: str, name: str) -> bool:
        """Whether the kind and the first word behind it stand in a phrase (`Cộng hòa xã hội chủ nghĩa Việt Nam`)."""
        start = f" {kind} {name.split(maxsplit=1)[0].casefold()} "
        return any(start in f" {phrase} " for phrase in self.phrases)


def _entries(each: Correction, document: Corrected, known: _Known) -> Iterator[tuple[str, str]]:
    """File and line of what one decision may teach."""
    right = " ".join(place_tones(each.right).split())
    if each.pointer in _ISSUERS:
        yield from _body(right, document, known)
    elif each.pointer == _SYMBOL:
        if right not in known.lexicon.symbols and " " not in right:
            yield "symbols.txt", right
    elif each.pointer == _PLACE:
        yield from _units(Said("", document.issuer, ""), known, right, document.text)
    elif not each.pointer:
        said = Said(each.anchor.before, right, each.anchor.after)
        units = [*_units(said, known, right, document.text)]
        people = [*_people(said, known)]
        yield from units or people or _words(right, known)


def _body(issuer: str, document: Corrected, known: _Known) -> Iterator[tuple[str, str]]:
    """A body whose first words no dictionary has: as the text spells it, else for headers alone, set in capitals."""
    if known.issuers.match(bare(issuer).upper()):
        return
    spelled = _spelled(issuer, document.text())
    yield ("organisations.txt", spelled) if spelled else ("organisations.tsv", f"{issuer.capitalize()}\t\t+")


def _spelled(capitals: str, text: str) -> str | None:
    """How a name in capitals stands within a sentence."""
    found = re.finditer(re.escape(capitals), text, re.IGNORECASE)
    return next((each.group() for each in found if not each.group().isupper()), None)


def _units(said: Said, known: _Known, right: str, text: Callable[[], str]) -> Iterator[tuple[str, str]]:
    """An administrative unit that what was corrected names, or is part of the name of."""
    for found in _UNIT.finditer(said.passage):
        kind = found["kind"].lower()
        name = " ".join(_on_one_line(kind, [*_capitalised(found["name"].split())], text))
        overlaps = any(word.strip(EDGES).casefold() in name.casefold().split() for word in right.split())
        if name and overlaps and name.casefold() not in known.places and not known.is_phrase(kind, name):
            yield "places.tsv", f"{name}\t{kind}"


def _on_one_line(kind: str, words: Sequence[str], text: Callable[[], str]) -> Sequence[str]:
    """The words that stand behind the kind on a line of the text: anchors run on into the next line."""
    lines = [" ".join(line.split()).casefold() for line in text().splitlines()] if words else []
    for count in range(len(words), 0, -1):
        name = " ".join((kind, *words[:count])).casefold()
        if any(name in line for line in lines):
            return words[:count]
    return words[:_MOST_SYLLABLES]


def _capitalised(words: Sequence[str]) -> Iterator[str]:
    """The words up to the first without a capital, or behind a comma, each with one capital."""
    for word in words:
        bare_word = word.strip(EDGES)
        if not bare_word[:1].isupper():
            return
        yield bare_word.title() if bare_word.isupper() else bare_word
        if word[-1] in EDGES:
            return


def _people(said: Said, known: _Known) -> Iterator[tuple[str, str]]:
    """The family name of a person who is called one, where no dictionary has it."""
    for found in _PERSON.finditer(said.passage):
        name = found["name"].strip(EDGES)
        if name in said.right.split() and name[:1].isupper() and name.casefold() not in known.surnames:
            yield "names.txt", name


def _words(right: str, known: _Known) -> Iterator[tuple[str, str]]:
    """Words that are no Vietnamese syllables."""
    for token in right.split():
        word = token.strip(EDGES)
        if word.isalpha() and len(word) > 1 and not word.isupper() and not is_syllable(word) and not _has(known, word):
            yield "loanwords.txt", word


def _has(known: _Known, word: str) -> bool:
    return word.casefold() in known.words


def _neighbours(each: Correction, known: _Known) -> Iterator[str]:
    """The corrected word with the one before it, and with the one behind, which the language model has not together."""
    right = place_tones(each.right).split()
    if each.pointer or each.kind == "accepted" or len(right) != 1:
        return
    before, after = (place_tones(side).split() for side in (each.anchor.before, each.anchor.after))
    for pair in ((*before[-1:], *right), (*right, *after[:1])):
        if len(pair) == 2 and all(map(_is_plain, pair)) and not known.model.follows(pair[1], pair[0]):
            yield " ".join(pair)


def _is_plain(word: str) -> bool:
    """A syllable in small letters, without punctuation."""
    return word.islower() and is_syllable(word)
