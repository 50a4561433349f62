# SPDX-License-Identifier: Apache-2.0
"""What tells which of many are meant, between the name of a unit and its task: `Các hộ | khai thác nước | phải ...`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.organisations import without_request
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.plan.values.assignments.acts import act, charge, must, says_nothing
from ocr_kh.plan.values.assignments.naming import trade
from ocr_kh.plan.values.counts import telling

if TYPE_CHECKING:
    from ocr_kh.genre.vocabulary import Vocabulary

_LONGEST_NAME = 60
"""Characters of many with what they do for a living."""
_LONGEST_ATTRIBUTE = 3
"""Syllables between an act that tells which unit is meant and the act that it is charged with; thrice as many before
one that says nothing else (`có trách nhiệm`)."""
_LONGEST_WHICH = 120
"""Characters that tell which of many units are meant."""


def past_attribute(text: str, at: int) -> int:
    """Where the task begins, if the act at `at` only tells which of many are meant; else `at`.

    >>> text = "Các hộ khai thác nước giếng có trách nhiệm kê khai."
    >>> text[past_attribute(text, text.index("khai thác")) :]
    'có trách nhiệm kê khai.'
    """
    if traded := _traded(text, at):
        return traded
    if charge().match(text, at):
        return at
    found = _plain().match(text, at) or _which(text, at)
    return found.end() if found else at


@from_vocabulary
def _plain(words: Vocabulary) -> re.Pattern[str]:
    """Acts that may be said of a unit to tell which one is meant (`Các doanh nghiệp dự trữ hàng phối hợp ...`)."""
    acts = says_nothing(words).pattern
    near = rf"(?:\s\w+){{0,{_LONGEST_ATTRIBUTE}}}\s(?={charge(words).pattern})"
    far = rf"(?:\s\w+){{0,{3 * _LONGEST_ATTRIBUTE}}}(?<!\svà)\s(?={must(words).pattern})"
    return re.compile(rf"(?:{acts})(?:{near}|{far})")


@from_vocabulary
def _trade(words: Vocabulary) -> re.Pattern[str]:
    """Many of a kind with what they do for a living, up to the act given: `Các công ty bán lẻ điện | giảm`."""
    more = rf"(?:(?:,|\svà)?\s{words.said('trade')}(?!\w))?(?:\s(?!{act(words).pattern})\w+){{0,{_LONGEST_ATTRIBUTE}}}"
    return re.compile(rf"{trade(words).pattern}(?:{more}){{1,2}}\s(?={act(words).pattern})")


def _traded(text: str, at: int) -> int:
    """Where the task of many begins who are told by what they do for a living, behind the act at `at`; else 0."""
    end = at + _LONGEST_NAME
    many = trade().search(text, 0, end)  # asked before the longer pattern, which takes as long to make as ten pages
    found = many and _trade().search(text, many.start(), end)
    asked = found and without_request(f"{text[: found.start()]}X") == "X"
    return found.end() if found and asked and found.start() < at < found.end() else 0


@from_vocabulary
def _must_behind(words: Vocabulary) -> re.Pattern[str]:
    """What tells which of many units is meant, up to the act that they must do."""
    return re.compile(rf"[^,;.:]{{2,{_LONGEST_WHICH}}}?\s(?={must(words).pattern})")


def _which(text: str, at: int) -> re.Match[str] | None:
    """What tells apart those of many that an act stands for: `Các hộ | khai thác nước giếng | có trách nhiệm ...`."""
    return _must_behind().match(text, at) if telling("all of").match(text) else None
