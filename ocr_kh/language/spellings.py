# SPDX-License-Identifier: Apache-2.0
"""Patterns of Vietnamese words in each of the ways that they are spelled: tone marks, capitals, without marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.language.letters import bare
from ocr_kh.language.syllables import place_tones

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def alternatives(names: Iterable[str], write: Callable[[str], str] = str) -> str:
    """The names as alternatives of a pattern, the longest first, in the spelling that `write` gives.

    >>> alternatives(["Sở", "Tòa án"], bare), alternatives(["Sở", "Tòa án"])
    ('Toa\\\\ an|So', '(?:Tòa\\\\ án|Toà\\\\ án)|Sở')
    """
    return any_of(map(write, names))


def bare_capitals(name: str) -> str:
    """A name as an engine may leave it in a header: in capitals, without marks."""
    return bare(name).upper()


def any_of(names: Iterable[str]) -> str:
    """A pattern of one of the names, the longest first."""
    return "|".join(map(_either_tone, sorted(dict.fromkeys(names), key=len, reverse=True)))


def _either_tone(name: str) -> str:
    """A pattern of a name with its tone marks on either vowel (`Tòa`, `Toà`)."""
    spelled = "|".join(map(re.escape, spellings(name)))
    return f"(?:{spelled})" if "|" in spelled else spelled


def spellings(name: str) -> Iterable[str]:
    """A name with its tone marks where they stand, and on the other vowel."""
    return dict.fromkeys((name, place_tones(name, "new")))


def either_case(word: str) -> str:
    """A pattern of a word that may begin with a capital."""
    small, large = word[:1].lower(), word[:1].upper()
    return re.escape(word) if small == large else f"[{small}{large}]{re.escape(word[1:])}"


def loosely(phrases: Iterable[str]) -> str:
    """A pattern of the phrases without marks, in a line as it was read: any white space, room before a colon.

    >>> re.match(loosely(["ngày đến:"]), "ngay den : 05/3")
    <re.Match object; span=(0, 10), match='ngay den :'>
    >>> re.match(loosely(["đến"]), "denh") is None
    True
    """
    whole = (re.escape(each).replace(r"\ ", r"\s").replace(":", r"\s?:") for each in map(bare, phrases))
    ended = (each if each.endswith(":") else rf"{each}(?!\w)" for each in whole)
    return f"(?:{'|'.join(sorted(dict.fromkeys(ended), key=len, reverse=True))})"


@dataclass(frozen=True, slots=True)
class Word:
    """Words that say something where they stand free of others: a row of acts.tsv, plan_words.tsv and the like."""

    name: str
    """`lập`, `ít nhất`, `tổ`."""
    says: str = ""
    """What it says, one of the words that its table allows; "" for nothing."""
    not_after: tuple[str, ...] = ()
    """Words behind which it is another one: `thành` before `lập`."""
    not_before: tuple[str, ...] = ()
    """Words before which it is another one: `chức` behind `tổ`."""

    def written(self, write: Callable[[str], str]) -> Word:
        """The word in the spelling that `write` gives."""
        return Word(write(self.name), self.says, tuple(map(write, self.not_after)), tuple(map(write, self.not_before)))

    def patterns(self) -> Iterator[tuple[str, str]]:
        """The first word, and a pattern of the rest and of what must not stand beside it, in any case."""
        barred = rf"(?!,?\s(?i:{any_of(self.not_before)})(?!\w))" if self.not_before else ""
        for spelled in spellings(self.name):
            first = _first_word(spelled)
            begins = re.escape(first)
            behind = "".join(rf"(?<!(?<!\w)(?i:{re.escape(word)})\s{begins})" for word in self.not_after)
            yield first, rf"{behind}{re.escape(spelled[len(first) :])}(?!\w){barred}"


def _first_word(name: str) -> str:
    """The letters and figures that a name begins with; one character where it begins with another."""
    return next((name[:at] for at, letter in enumerate(name) if at and not _is_of_word(letter)), name)


def _is_of_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


FREE = r"(?<!\w.)"
"""Behind the first letter of a word: it stands inside no other."""


def pattern_of(words: Iterable[Word], write: Callable[[str], str] = str, *, behind_first: str = FREE) -> str:
    """Any of the words whole, as `write` spells them, parted by first letter, then by first word.

    `behind_first` stands behind that letter, and looks back over it at what must or must not be before the word.

    So few of hundreds are tried: an engine skips what begins with another letter, which is why that goes before the
    look behind it, and most words of a text are the first of none. The longest of those with one first word go first;
    with different ones, no two stand at one place.
    """
    branches = (rf"{re.escape(letter)}{behind_first}{rest}" for letter, rest in _rests(words, write))
    return f"(?:{'|'.join(branches)})"


def in_any_case(words: Iterable[Word], *, behind_first: str = FREE) -> str:
    """As `pattern_of`, in either case, in a pattern that tells small letters from capitals, so that it is skipped to.

    >>> re.search(in_any_case([Word("đồng chí"), Word("ông")]), "Các Đồng chí")
    <re.Match object; span=(4, 12), match='Đồng chí'>
    """
    rests = dict(_rests(words, str.lower))
    letters = "".join(re.escape(letter + letter.upper()) for letter in rests)
    branches = (rf"(?<={re.escape(letter)}){rest}" for letter, rest in rests.items())
    return rf"[{letters}]{behind_first}(?i:{'|'.join(branches)})"


def _rests(words: Iterable[Word], write: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """The first letters of the words, each with a pattern of all that stands behind it."""
    rests: dict[str, dict[str, list[str]]] = {}
    written = (each.written(write) for each in words)
    for word in sorted(written, key=lambda each: len(each.name), reverse=True):
        for first, rest in word.patterns():
            rests.setdefault(first[0], {}).setdefault(first[1:], []).append(rest)
    for letter, begun in rests.items():
        yield letter, f"(?:{'|'.join(_beginning(first, each) for first, each in begun.items())})"


def _beginning(first: str, rests: list[str]) -> str:
    return rf"{re.escape(first)}(?:{'|'.join(rests)})" if len(rests) > 1 else f"{re.escape(first)}{rests[0]}"


def not_inside_words(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern that begins with letters, none of which stands behind another.

    One that looked back itself would be tried at every place of a text, and not only where its letters stand.

    >>> [found.start() for found in not_inside_words(re.compile("Luật"), "Luật và PLuật")]
    [0]
    """
    at = 0
    while found := pattern.search(text, at):
        inside = found.start() > 0 and _is_of_word(text[found.start() - 1])
        if not inside:
            yield found
        at = found.start() + 1 if inside else found.end()
