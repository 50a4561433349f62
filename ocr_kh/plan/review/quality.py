# SPDX-License-Identifier: Apache-2.0
"""How sure the reading is: the wrong words to be expected on each page, grades, and which pages are to be read through.

What speaks for wrong words is counted on the page as it stands after repair (`Signs`). Each count has a weight, the
wrong words that one of the kind stands for; none is negative, so more of any never makes a page look better. Their sum
is the expectation, of a page as of a document. docs/triage.md says how the weights were found and how well they tell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import filterfalse
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.document import Role
from ocr_kh.language.characters import plain
from ocr_kh.plan.reading_account import PageQuality, Quality

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ocr_kh.document import Document, Page, Repair
    from ocr_kh.plan.reading_account import Grade

PAGE_WORDS = 300
"""Words of an ordinary page, all wrong where it could not be read."""


class Signs(NamedTuple):
    """What of a page speaks for wrong words; or the weight of each, the wrong words that one of it stands for."""

    words: float = 0
    """Words with a letter or figure, of lines that are text of the document."""
    unsure: float = 0
    """Sum over them of the square of what their confidence lacks of 1: hardly a word read with 0.9 is wrong, of those
    read with 0.3 most are."""
    crowded: float = 0
    """The square of `unsure` over the words: where many words are unsure, others were lost or made up."""
    broken: float = 0
    """Words with a sign beside a letter that stands there in no word."""
    open: float = 0
    """Sum over the records of repair, made changes and doubts, of the probability that another reading is right."""
    changed: float = 0
    """Words that repair changed: where it had much to do, some is left."""


READ_SIGNS = Signs(unsure=0.42, crowded=20.0, broken=0.72, open=1.55, changed=0.042)
"""For pages the engine read: `make triage` with `--fit` finds them (docs/triage.md)."""
TYPED = Signs(open=1.0, changed=0.027)
"""For plain text and text layers, which have no confidences, and whose signs are the author's: what the records say,
and of text read with the English model 0.0226 words wrong for the 0.825 that were mended (docs/repair.md)."""

GRADES: tuple[tuple[Grade, float], ...] = (("A", 0.01), ("B", 0.025), ("C", 0.05))
"""The share of wrong words below which a page or document has that grade; D above all."""
_MIN_WORDS = 25
"""Words by which at least the errors are divided: one doubtful word makes no bad page of a short one."""
REVIEW_ERRORS = 10.0
"""Wrong words expected of a page, from which on it is to be read through: the largest round number with which, on
ordinary pages of the half that the weights were found on, less than one word in a hundred is wrong on the rest."""

_LETTER = re.compile(r"\w")
_WORD = re.compile(r"(?<!\S)[^\w\s]*+\w")
"""The beginning of a word with a letter or figure in it; a rule of a hundred thousand signs is passed once."""
_USUAL = r"\s.,:;/()%\"“”'’&…+–-"
ODD_SIGN = re.compile(rf"\w[^\w{_USUAL}]|[^\w{_USUAL}]\w")
"""A sign beside a letter or figure, where it is none of those that stand in codes, numbers and sentences."""
_UNUSUAL = re.compile(rf"[^\w\s{_USUAL}]")
"""Such a sign: most pages have none."""


def quality(document: Document) -> Quality:
    """What is known of how well `document` was read; `plan.review.triage` says whether a person should look at it."""
    repairs = _by_page(document.repairs)
    pages = tuple(_page_quality(document, page, repairs[page.number]) for page in document.pages)
    scores = [word.confidence for line in document.lines for word in line.words]
    errors, words = sum(page.expected_errors for page in pages), sum(page.words for page in pages)
    lost = bool(document.failed_pages) or any(page.unreadable or page.condition.cut for page in document.pages)
    return Quality(
        mean_confidence=round(sum(scores) / len(scores), 4) if scores else None,
        doubtful_words=sum(repair.doubtful for repair in document.repairs),
        grade="D" if lost or not words else grade(errors, words),
        expected_errors=round(errors, 1),
        pages=pages,
    )


def is_to_be_read(page: PageQuality) -> bool:
    """Whether a person should read the page through: many words may be wrong, or of few a large share."""
    return page.expected_errors >= REVIEW_ERRORS or page.grade == "D"


def grade(errors: float, words: float) -> Grade:
    """The grade of `words` words of which `errors` are expected to be wrong."""
    share = errors / max(words, _MIN_WORDS)
    return next((name for name, most in GRADES if share < most), "D")


def signs(page: Page, repairs: Iterable[Repair] = ()) -> Signs:
    """Count what speaks for wrong words on a repaired page; `repairs` are its own."""
    records = list(repairs)
    lines = [line for line in page.lines if line.role not in {Role.PAGE_NUMBER, Role.NOISE}]
    written = " ".join(line.text for line in lines).split()
    signed = list(filterfalse(str.isalnum, written))
    beside = " ".join(signed)
    words = len(written) - len(signed) + len(_WORD.findall(beside))
    lacks = [1 - word.confidence for line in lines for word in line.words if _LETTER.search(word.text)]
    unsure = sum(lack * lack for lack in lacks)
    return Signs(
        words=words,
        unsure=unsure,
        crowded=unsure * unsure / max(words, 1),
        broken=sum(ODD_SIGN.search(word) is not None for word in signed) if _UNUSUAL.search(beside) else 0,
        open=sum(1 - repair.probability for repair in records),
        changed=sum(
            not repair.doubtful and repair.source != "person" and _is_another_word(repair) for repair in records
        ),
    )


def _is_another_word(repair: Repair) -> bool:
    """Whether it says something else: a hyphen for one that does not break, and the like, speak for no wrong words."""
    return plain(repair.before) != plain(repair.after)


def expected_errors(found: Signs, weights: Signs) -> float:
    """The wrong words to be expected where these signs are, no more than there are words."""
    return min(sum(count * weight for count, weight in zip(found, weights, strict=True)), found.words)


def _page_quality(document: Document, page: Page, repairs: Sequence[Repair]) -> PageQuality:
    number = page.number if document.has_pages else None
    if page.error or page.unreadable:
        return PageQuality(page=number, grade="D", expected_errors=PAGE_WORDS)
    found = signs(page, repairs)
    errors = expected_errors(found, READ_SIGNS if page.source == "ocr" else TYPED)
    if page.condition.cut:
        errors = max(errors, PAGE_WORDS - found.words)  # what is not there
    doubts = sum(repair.doubtful for repair in repairs)
    return PageQuality(
        page=number,
        grade="D" if page.condition.cut else grade(errors, found.words),
        expected_errors=round(errors, 1),
        words=int(found.words),
        mean_confidence=None if (mean := page.mean_confidence) is None else round(mean, 4),
        doubtful_words=doubts,
        repaired_words=len(repairs) - doubts,
        ink=page.condition.ink if page.condition.width else None,
        blank_reason=page.condition.blank_reason,
    )


def _by_page(repairs: Iterable[Repair]) -> defaultdict[int, list[Repair]]:
    """Records by page; those of plain text by its only one."""
    found: defaultdict[int, list[Repair]] = defaultdict(list)
    for repair in repairs:
        found[repair.page or 1].append(repair)
    return found
