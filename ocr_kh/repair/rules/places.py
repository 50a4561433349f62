# SPDX-License-Identifier: Apache-2.0
"""Names of administrative units that the dictionaries prove: after the word for a unit, or on the date line.

A name in `places.tsv` stays, whatever the language model thinks of it. In a line that lost its marks the one name
that fits the letters and the unit is put there. In a line that is nearly right only a place of the user's own
dictionaries is, or a province of three syllables of which one letter is other (`TP. Hà Chí Minh`): a name that the
shipped list lacks may be older than the list, and an old name is right in an old document. Of several names that fit,
one of the user's own goes before others, then one in force on the document's day.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from ocr_kh.genre.vocabulary import KINDS
from ocr_kh.language.damage import Damage
from ocr_kh.language.dictionary_files import kept
from ocr_kh.language.letters import fold, skeleton
from ocr_kh.language.syllables import place_tones
from ocr_kh.repair.dictionaries import load_lexicon
from ocr_kh.repair.rules.document_names import MIN_RIGHT_COUNT
from ocr_kh.repair.rules.word_runs import word_runs, write_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ocr_kh.repair.dictionaries import Place
    from ocr_kh.repair.edits import Edit

MAX_NAME_SYLLABLES = 4
"""Syllables of a name; 8 of the 8,000 names have more."""
HEAD_LINES = 40
"""Lines in which a document says its date."""
_UNIT = re.compile(r"(?<![^\W\d_])(?i:" + "|".join(KINDS) + r") (?=[^\W\d_])")
_BARE_UNITS = {tuple(fold(word) for word in kind.split()): kind for kind in KINDS}
_DATE = re.compile(r"ng[a-z]y\s+(\d{1,2})\s+th[a-z]ng\s+(\d{1,2})\s+n[a-z]m\s+(20\d\d|19\d\d)", re.IGNORECASE)
_LONG_NAME = 3
"""Syllables from which on the name of a province is told by all its letters but one."""
_DATE_LINE = re.compile(r"\s*(?:T\.?[Pp]\.?\s*)?(?P<name>[^\W\d_]+(?: [^\W\d_]+){1,3}),\s*ng\S{1,2}y(?![^\W\d_])")


@dataclass(frozen=True)
class Gazetteer:
    """All places; names in small letters, tones placed the old way."""

    names: frozenset[str]
    by_letters: dict[str, list[Place]]
    """Folded name to the places that may be meant."""
    own: frozenset[Place]
    """Those of the user's dictionaries."""
    provinces: frozenset[str] = frozenset()
    """Names of provinces and cities that are long enough to be told by all letters but one: `hồ chí minh`."""

    def nearly(self, name: str) -> str | None:
        """The long name of a province that is one letter other than `name`, which names nothing."""
        found = [each for each in self.provinces if Levenshtein.distance(each, name, score_cutoff=1) == 1]
        return found[0] if len(found) == 1 else None

    def meant(self, letters: str, kind: str, day: str, *, own: bool) -> str | None:
        """The one name of these folded letters, borne by a unit of this kind ("" for any); None if there is none.

        `day` (ISO, "" for unknown) decides between several; `own` asks for the user's places only.
        """
        found = [place for place in self.by_letters.get(letters, ()) if kind in {"", place.kind}]
        mine = [place for place in found if place in self.own]
        current = [place for place in found if day and place.since <= day and not ("" < place.until < day)]
        for places in (mine,) if own else (mine, found, current):
            names = {place.name.lower() for place in places}
            if len(names) == 1:
                return names.pop()
            if names and places is mine:
                return None
        return None


@kept
def load_gazetteer(folders: tuple[Path, ...] = ()) -> Gazetteer:
    """The places of the shipped dictionaries and of those in `folders`. Raises DictionaryError."""
    places = load_lexicon(folders).places
    names = {place.name for place in places}
    letters = {name: _letters(name.split()) for name in names}
    by_letters: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_letters[letters[place.name]].append(place)
    own: frozenset[Place] = frozenset(places) - frozenset(load_lexicon(()).places) if folders else frozenset()
    provinces = {
        place.name.lower() for place in places if not place.province and place.name.count(" ") + 1 >= _LONG_NAME
    }
    return Gazetteer(frozenset(map(str.lower, names)), dict(by_letters), own, frozenset(provinces))


def place_edits(lines: Sequence[str], damages: Sequence[Damage], gazetteer: Gazetteer) -> list[list[Edit]]:
    """For each line the names that are proven, word by word; an edit that changes nothing says that a word is right."""
    day = document_day(lines)
    found = [
        list(_right(line, gazetteer) if damage is Damage.NONE else _restore_names(line, gazetteer, day))
        for line, damage in zip(lines, damages, strict=True)
    ]
    # What a document that is nearly right has often is its own way to write the name.
    seen = Counter(_name_at(line, name) for line, names in zip(lines, found, strict=True) for name in names)
    return [
        [
            edit
            for name in names
            if damage is not Damage.NONE or seen[_name_at(line, name)] < MIN_RIGHT_COUNT or _written_so(line, name)
            for edit in name
        ]
        for line, damage, names in zip(lines, damages, found, strict=True)
    ]


def _name_at(line: str, name: Sequence[Edit]) -> str:
    """The name as it stands in the line, in small letters."""
    return line[name[0].start : name[-1].end].lower()


def _written_so(line: str, name: Sequence[Edit]) -> bool:
    return all(line[edit.start : edit.end] == edit.after for edit in name)


def document_day(lines: Iterable[str]) -> str:
    """The day of the date line as `2026-03-04`; "" where none is found."""
    for line, _ in zip(lines, range(HEAD_LINES), strict=False):
        if match := _DATE.search(skeleton(line[:200])):
            day, month, year = match.groups()
            return f"{year}-{int(month):02}-{int(day):02}"
    return ""


def _letters(words: Iterable[str]) -> str:
    return " ".join(map(fold, words))


def _right(line: str, gazetteer: Gazetteer) -> Iterator[list[Edit]]:
    """Names of a line that is nearly right."""
    heads = [(match.end(), match.group()[:-1].lower()) for match in _UNIT.finditer(line)]
    if match := _DATE_LINE.match(line):
        heads.insert(0, (match.start("name"), ""))
    cursor = 0
    for start, kind in heads:
        words = _capitalised_words(line, start)
        if start >= cursor and (name := _right_name(start, words, kind, gazetteer)):
            cursor = name[-1].end
            yield name


def _capitalised_words(line: str, start: int) -> list[str]:
    """The words with capitals that stand here, parted by single spaces."""
    words: list[str] = []
    for word in line[start : start + 60].split(" ")[:MAX_NAME_SYLLABLES]:
        core = re.match(r"[^\W\d_]*", word)
        if not core or not core.group()[:1].isupper():
            break
        words.append(core.group())
        if core.group() != word:
            break
    return words


def _right_name(start: int, words: Sequence[str], kind: str, gazetteer: Gazetteer) -> list[Edit] | None:
    sizes = range(len(words), 0, -1)
    for size in sizes:
        name = place_tones(" ".join(words[:size]).lower())
        right = name if name in gazetteer.names else gazetteer.nearly(name) if size >= _LONG_NAME else None
        if right is not None:
            meant = words[:size] if right == name else right.split()
            return write_words(start, words[:size], [word.lower() for word in meant], "lexicon")
    if gazetteer.own:
        for size in sizes[:-1]:
            own = gazetteer.meant(_letters(words[:size]), kind, "", own=True)
            if own:
                return write_words(start, words[:size], own.split(), "lexicon")
    return None


def _restore_names(line: str, gazetteer: Gazetteer, day: str) -> Iterator[list[Edit]]:
    """Names of a line that lost its marks."""
    for run in word_runs(line):
        words = [word for _, word in run]
        bare = [fold(word) for word in words]
        at = 0
        while at < len(run):
            size, kind = _unit(bare[at : at + 2])
            first = at + size
            found = size and _restored_name(words[first : first + MAX_NAME_SYLLABLES], kind, gazetteer, day)
            if found:
                name, count = found
                yield write_words(run[first][0], words[first : first + count], name.split(), "lexicon")
                at = first + count
            else:
                at += 1


def _unit(bare: Sequence[str]) -> tuple[int, str]:
    """How many words name a unit here, and which."""
    for size in (2, 1):
        if kind := _BARE_UNITS.get(tuple(bare[:size])):
            return size, kind
    # `phudng` is phường.
    near = next((kind for (unit, *_), kind in _BARE_UNITS.items() if len(unit) > 4 and _is_near(bare[0], unit)), "")
    return (1, near) if near and " " not in near else (0, "")


def _is_near(word: str, unit: str) -> bool:
    return Levenshtein.distance(word, unit, score_cutoff=1) <= 1


def _restored_name(words: Sequence[str], kind: str, gazetteer: Gazetteer, day: str) -> tuple[str, int] | None:
    capitals = next((at for at, word in enumerate(words) if not word[:1].isupper()), len(words))
    for size in range(capitals, 1, -1):
        if name := gazetteer.meant(_letters(words[:size]), kind, day, own=False):
            return name, size
    return None
