# SPDX-License-Identifier: Apache-2.0
"""Which paper of a hồ sơ a page is, if any: what its lines speak for each paper, weighed over the whole page.

A paper gains by each of its items that is there, as far as it can be read, and loses by each line that only documents
have (motto, number, recipients ...). The one that gains most is it, when it gains more than a page of which nothing is
known loses. No item must be there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.forms import Form, is_enclosure
from ocr_kh.genre.likeness import landmark
from ocr_kh.genre.papers.matching import CELL_WALL, labels, may_be_labelled, whole_matches
from ocr_kh.genre.papers.words import PAPERS
from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import is_capitals, plain_of
from ocr_kh.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocr_kh.genre.papers.matching import Match
    from ocr_kh.genre.vocabulary import Vocabulary

_BY_HAND = "set by hand; tests/cases/genre/papers.toml has what they must tell apart"


def _odds(value: float) -> float:
    return parameter(value, "natural log of odds", _BY_HAND)


@dataclass(frozen=True, slots=True)
class PaperOdds:
    """What speaks for a page to be a paper, and against it."""

    page: float = _odds(-4.75)
    """Of a page of which nothing is known."""
    title: float = _odds(5.0)
    """Its title, of `full_title` letters and more; a shorter one (`HỒ SƠ`) in proportion."""
    full_title: int = parameter(12, "letters", _BY_HAND)
    """A title so long says all that a title can."""
    own: float = _odds(2.5)
    """An item that hardly another paper has."""
    shared: float = _odds(0.75)
    """An item that others have too: columns of any list are called so."""
    all_shared: float = _odds(3.0)
    """At most, of all of these together."""
    stranger: float = _odds(-0.75)
    """A line with a label that the paper has not, on one that has no table."""
    word: float = _odds(-0.05)
    """A word more than `free_words`, on a paper that has no table."""
    free_words: int = parameter(90, "words", "the longest title of a hồ sơ takes some 50, labels and agency 40")
    """So many are usual."""
    motto: float = _odds(-4.0)
    """The motto of the State or the Party."""
    number: float = _odds(-3.0)
    """The line of a number."""
    addressee: float = _odds(-4.0)
    """`Kính gửi`."""
    recipients: float = _odds(-4.0)
    """`Nơi nhận`."""
    authority: float = _odds(-1.0)
    """A line above a signature; lists are signed too."""
    type: float = _odds(-3.0)
    """The type of a document on a line of its own."""
    appendix: float = _odds(-5.0)
    """`PHỤ LỤC`."""
    basis: float = _odds(-3.0)
    """`Căn cứ ...`."""
    attached: float = _odds(-5.0)
    """`(Kèm theo Quyết định ...)`."""
    enclosure: float = _odds(-3.0)
    """The title of another list: `DANH MỤC`, `DANH SÁCH`."""

    def of(self, form: Form) -> float:
        """Of a fixed line of documents; 0 for one that a paper may have."""
        return getattr(self, form.value, 0.0)


ODDS = PaperOdds()
_TOP_LINES = 16
"""Lines from the top within which titles and heads of columns stand."""
_MOST_LINES = 80
"""Lines of a page that are looked at for labels: no cover has half as many."""
_LONGEST_HEAD = 60
"""Letters of a title or a head."""
_LABEL = re.compile(r"\W{0,3}\w+(?: \w+){0,4}\s?:")
"""A few words and a colon."""
_ATTACHED = re.compile(r"\W{0,3}(?:ban hanh |dinh )?kem theo\b", re.IGNORECASE)


class Judged(NamedTuple):
    """What a page is."""

    paper: str
    """One of `PAPERS`; empty for a page of a document."""
    titled: bool
    """It bears the title of that paper: the paper begins here."""
    lead: float
    """How much it gains more than nothing, natural log of the odds."""


NONE = Judged("", titled=False, lead=0.0)


@from_vocabulary
def _with_table(words: Vocabulary) -> frozenset[str]:
    """Papers that are a table."""
    return frozenset(each.paper for each in words.papers if each.place == "head")


def judge(lines: Sequence[str]) -> Judged:
    """What the page with these lines, in reading order, is; cells of tables are parted by ` | `.

    >>> judge(["HỒ SƠ", "Về việc trồng cây", "Phông số: 12", "Mục lục số: 01"]).paper
    'cover'
    >>> judge(["KẾ HOẠCH", "Về việc chỉnh lý hồ sơ", "Phông số 12 được chỉnh lý xong."]).paper
    ''
    """
    if not lines:
        return NONE
    top = _top_matches(lines)
    matches = [*top, *(match for line in may_be_labelled(lines[:_MOST_LINES]) for match in labels(line))]
    gains = {paper: gain for paper in PAPERS if (gain := _gain(paper, matches)) > -ODDS.page}
    if not gains:  # whatever speaks against it: most pages are asked no more
        return NONE
    against = ODDS.page + _against(lines)
    scores = {paper: against + gain + _unexplained(paper, lines) for paper, gain in gains.items()}
    best = max(scores, key=lambda paper: scores[paper])
    titles = {match.item.paper for match in top if match.item.place == "whole"}
    return Judged(best, titled=best in titles, lead=scores[best]) if scores[best] > 0 else NONE


def _against(lines: Sequence[str]) -> float:
    """What speaks against any paper: lines that only documents have."""
    against = sum(ODDS.of(form) for form in {landmark(line) for line in lines if CELL_WALL not in line} if form)
    against += ODDS.attached * any(_ATTACHED.match(plain_of(line)) for line in lines[:_TOP_LINES])
    return against + ODDS.enclosure * any(_is_other_list(line) for line in lines[:_TOP_LINES])


def _top_matches(lines: Sequence[str]) -> list[Match]:
    """Titles and heads of columns among the first lines."""
    found: list[Match] = []
    for line in lines[:_TOP_LINES]:
        cells = line.split(CELL_WALL)
        if len(cells) > 1:
            found += (match for cell in cells if len(cell) < _LONGEST_HEAD for match in whole_matches(cell, "head"))
        elif len(line) < _LONGEST_HEAD and is_capitals(line):
            found += whole_matches(line)
    return found


def _gain(paper: str, matches: Sequence[Match]) -> float:
    """What speaks for a paper: the best place of each of its items."""
    own: dict[str, float] = {}
    shared: dict[str, float] = {}
    for match in matches:
        if match.item.paper == paper:
            key = match.item.item if match.item.place != "whole" else "the title"
            best = own if match.item.says == "own" else shared
            best[key] = max(best.get(key, 0.0), _weight(match))
    return sum(own.values()) + min(sum(odds for key, odds in shared.items() if key not in own), ODDS.all_shared)


def _unexplained(paper: str, lines: Sequence[str]) -> float:
    """What speaks against a paper that is no table: words and lines with labels that none of its items explains."""
    if paper in _with_table():
        return 0.0
    words = sum(len(line.split()) for line in lines)
    return ODDS.word * max(words - ODDS.free_words, 0) + ODDS.stranger * _strangers(paper, lines)


def _strangers(paper: str, lines: Sequence[str]) -> int:
    """Lines that begin with a label which is none of the paper's."""
    labelled = (line for line in lines if _LABEL.match(line))
    return sum(all(match.item.paper != paper for match in labels(line)) for line in labelled)


def _weight(match: Match) -> float:
    if match.item.place == "whole":
        return ODDS.title * match.likeness * min(match.length / ODDS.full_title, 1.0)
    return (ODDS.own if match.item.says == "own" else ODDS.shared) * match.likeness


def _is_other_list(line: str) -> bool:
    """Whether a line is the title of a list that is none of these papers."""
    if CELL_WALL in line or not is_capitals(line) or not is_enclosure(line):
        return False
    return len(line) >= _LONGEST_HEAD or next(whole_matches(line), None) is None
