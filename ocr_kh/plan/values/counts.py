# SPDX-License-Identifier: Apache-2.0
"""A number in a text: the thing that it counts, and how what is reached compares with it.

The thing is the phrase behind the number, up to a verb, a function word or a mark: Vietnamese says what kind a thing is
behind its name (`hồ chứa`, `chuông báo cháy`), so that the first word alone is often too little.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import SMALL_LETTERS
from ocr_kh.language.spellings import in_any_case, pattern_of
from ocr_kh.plan.values.assignments.acts import act

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ocr_kh.genre.vocabulary import Vocabulary
    from ocr_kh.language.spellings import Word

_LONGEST_THING = 3
"""Syllables of a phrase that is the thing whole; a longer one names the thing first, then tells of it."""
_LONGEST_PHRASE = 6
"""Syllables up to which a phrase whose first words are in no table is the thing whole: no word is cut."""
_SYLLABLE = re.compile(rf"\s?(?P<syllable>[{SMALL_LETTERS}]+)(?!\w)")
_RATE = re.compile(r"(?P<thing>[^\W\d]+(?:\s[^\W\d]+)?)\s?/\s?(?P<among>\d[\d.]*\s)?(?=[^\W\d])")
_LONGEST_AMONG = 2
"""Syllables of what a rate is counted among: `con/phụ nữ`."""


_FROM = r"\stừ\s\d[\d.,]*\s?(?:%|[^\W\d]+(?:\s[^\W\d]+)?)?(?:\snăm\s\d{4})?"
"""Where what grows or shrinks starts from: `từ 65% năm 2025 lên ...`."""


class Comparison(NamedTuple):
    """What the words beside a number say."""

    sign: str | None = None
    """`>=`, `>`, `<=`, `<`."""
    change: str | None = None
    """`tăng`, `giảm`."""


@from_vocabulary
def _telling(words: Vocabulary) -> Callable[[str], re.Pattern[str]]:
    return cache(lambda kind: re.compile(in_any_case(words.saying(kind))))


def telling(kind: str) -> re.Pattern[str]:
    """The words of plans (plan_words.tsv) that tell `kind`, whole, in either case: `telling("cost")`."""
    return _telling()(kind)


@from_vocabulary
def function_words(words: Vocabulary) -> frozenset[str]:
    """Words of grammar that no name of a thing has in it, one syllable each (a closed class of the language)."""
    return frozenset(each.name for each in words.saying("grammar"))


@from_vocabulary
def _known(words: Vocabulary) -> re.Pattern[str]:
    """A thing of counted.tsv, the longest of those that begin so (`hộ cận nghèo`, not `hộ`)."""
    return re.compile(pattern_of(words.counted))


@from_vocabulary
def _measures(words: Vocabulary) -> frozenset[str]:
    return frozenset(each.name for each in words.counted if each.says == "measure")


@from_vocabulary
def _pairs(words: Vocabulary) -> frozenset[str]:
    """Words of two syllables that the tables know, which are not cut: `giao dịch`, before which `giao` is no act."""
    barred = (f"{each.name} {word}" for each in words.acts for word in each.not_before)
    named = (each.name for each in (*words.acts, *words.counted))
    return frozenset(pair for pair in (*barred, *named) if pair.count(" ") == 1)


def thing_at(after: str) -> str | None:
    """The thing that the number before `after` counts; None where no thing follows.

    >>> thing_at("hồ chứa, hoàn thành"), thing_at("chuông báo cháy"), thing_at("km đường"), thing_at("tin/ tuần")
    ('hồ chứa', 'chuông báo cháy', 'km', 'tin/tuần')
    >>> thing_at("con/phụ nữ"), thing_at("bé trai/100 bé gái sinh ra")
    ('con/phụ nữ', 'bé trai/100 bé gái')
    >>> thing_at("tổ công nghệ số cộng đồng"), thing_at("học sinh đạt giải"), thing_at("trong năm")
    ('tổ công nghệ', 'học sinh', None)
    """
    if rate := _RATE.match(after):
        return f"{rate['thing']}/{rate['among'] or ''}{_among(after[rate.end() :])}"
    phrase = _phrase(after)
    found = _known().match(after)
    known = found.group() if found else ""
    if known in _measures():
        return known
    if len(phrase) <= _LONGEST_THING:
        return max(" ".join(phrase), known, key=len) or None
    if known or len(phrase) <= _LONGEST_PHRASE:
        return known or " ".join(phrase)
    return " ".join(phrase[: 3 if " ".join(phrase[1:3]) in _pairs() else 2])


def _among(rest: str) -> str:
    """What a rate is counted among: a measure, or the first words of a thing."""
    first, *more = _phrase(rest) or re.findall(r"[^\W\d]+", rest)[:1]
    return first if first in _measures() else " ".join([first, *more][:_LONGEST_AMONG])


def _phrase(after: str) -> list[str]:
    """The syllables of the noun phrase that `after` begins with."""
    found: list[str] = []
    at = 0
    while next_one := _SYLLABLE.match(after, at):
        syllable = next_one["syllable"]
        if not syllable.islower() or syllable in function_words():
            break
        if found and act().match(after, next_one.start("syllable")):
            break
        found.append(syllable)
        at = next_one.end()
    return found


@from_vocabulary
def _signs(words: Vocabulary) -> dict[str, str]:
    return {each.name: each.says for each in words.comparisons}


@from_vocabulary
def _before(words: Vocabulary) -> re.Pattern[str]:
    """Comparison and change at the end of what stands before a number; the change perhaps with what is changed."""
    signs, changes = in_any_case(_of(words, "><")), in_any_case(_of(words, "tg"))
    between = rf"(?:\s{words.said('beside a comparison')})*"
    reached = rf"\s[^,;.:\d]{{1,160}}?(?:{_FROM}[^,;:\d]{{0,20}})?\s{words.said('down to')}"
    change = rf"(?:(?P<change>{changes})(?:{reached})?{between}\s?)?"
    return re.compile(rf"{change}(?:(?P<sign>{signs}){between})?\s*$", re.IGNORECASE)


@from_vocabulary
def _behind(words: Vocabulary) -> re.Pattern[str]:
    """`trở lên` behind a number and its thing."""
    named = pattern_of(each for each in _of(words, "><") if each.name.startswith("trở"))
    return re.compile(rf"^[^,;.\d]{{0,40}}?(?P<sign>{named})", re.IGNORECASE)


def _of(words: Vocabulary, initials: str) -> Iterable[Word]:
    return (each for each in words.comparisons if each.says[0] in initials)


def compared(before: str, after: str) -> Comparison:
    """How what is reached compares with the number between `before` and `after`.

    >>> compared("giảm ít nhất ", "% số vụ"), compared("đạt từ ", "% trở lên"), compared("tăng cường ", " đội")
    (Comparison(sign='>=', change='giảm'), Comparison(sign='>=', change=None), Comparison(sign=None, change=None))
    """
    found, later = _before().search(before), _behind().match(after)
    sign = found["sign"] if found and found["sign"] else later["sign"] if later else None
    change = found["change"] if found else None
    return Comparison(sign and _signs()[sign.lower()], change and _signs()[change.lower()])


def number(text: str) -> float:
    """A number as Vietnamese writes it.

    >>> number("1.500"), number("12,5"), number("07"), number("1.274,5")
    (1500.0, 12.5, 7.0, 1274.5)
    """
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    return float(text.replace(",", "."))
