# SPDX-License-Identifier: Apache-2.0
"""The doubtful words of a document, each in its line and paragraph, with what else it may be.

How likely a word is wrong is the sum that `plan.review.quality` makes over a page, made over the one word. Each is
given with the decision that would be about it, as a line of corrections.jsonl: whoever decides says what it should be.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from ocr_kh.corrections.anchoring import context
from ocr_kh.corrections.correction import Anchor, Correction
from ocr_kh.desk.spelling import is_known
from ocr_kh.document import Role
from ocr_kh.language.token_kinds import split_edges
from ocr_kh.layout.paragraphs import paragraphs
from ocr_kh.plan.review.quality import ODD_SIGN, READ_SIGNS
from ocr_kh.plan.review.triage import DOUBT, MIN_GAIN
from ocr_kh.repair.edits import word_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ocr_kh.corrections.anchoring import Token
    from ocr_kh.desk.opened import Opened
    from ocr_kh.document import Line, Repair
    from ocr_kh.layout.paragraphs import Paragraph

KEY_MINUTES = 2 / 60
"""To look at a word that is brought before one's eyes, and to press Enter; an estimate."""
WORTH_A_LOOK = MIN_GAIN * KEY_MINUTES
"""How likely a word must be wrong for a minute of this to mend what triage asks of a minute."""
UNKNOWN = 0.55
"""How likely a word is wrong that is no syllable and in no dictionary: 30 of 54 in the samples."""
MOST_CHOICES = 3
"""Readings to choose from: the keys 1, 2 and 3."""

_DAY_AND_MONTH = re.compile(r"\d{1,2}/\d{1,2}")
_DATE = re.compile(r"\d{1,2}/1[0-2]/\d{4}")
"""With a month of two figures: a space stands between them."""

_Place = tuple[int, int]
"""Index of a line, offset in its text."""


class _Standing(NamedTuple):
    """A record of repair, and where what it made stands in the line as it is now."""

    start: int
    end: int
    repair: Repair


class Doubt(NamedTuple):
    """A word that may be wrong."""

    token: int
    """Its index among the words of the document."""
    probability: float
    """That it is wrong."""
    standing: _Standing | None
    """What repair did or doubted in it."""


def doubtful_words(opened: Opened, own: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """The words that a person should look at, in reading order, as the page shows them.

    `own` are words that the reader said are right wherever they stand.
    """
    found = paragraphs(opened.document.lines, opened.document.widths)
    around = {index: each for each in found for index in range(each.first, each.last + 1)}
    return [_shown(opened, doubt, around) for doubt in doubts(opened, own)]


def same_words(opened: Opened, text: str) -> list[dict[str, Any]]:
    """Every place where the document has that word, with the line it stands in."""
    tokens = [at for at, token in enumerate(opened.tokens) if token.text == text]
    return [{"decision": decision_about(opened, at), "line": _line(opened, at)} for at in tokens]


def doubts(opened: Opened, own: frozenset[str] = frozenset()) -> Iterator[Doubt]:
    """The words that are likely enough wrong, in reading order."""
    standing, confidences = _standing(opened), _confidences(opened)
    for at, token in enumerate(opened.tokens):
        mine = next((each for each in standing[token.line] if _touches(each, token)), None)
        if mine and mine.repair.source == "person":
            continue
        unknown = not (split_edges(token.text)[1] in own or is_known(token.text, opened.dictionaries))
        unknown |= _is_torn(opened.tokens, at) or _is_cut_name(opened.document.lines[token.line], token)
        probability = _probability(token.text, confidences.get((token.line, token.start), 1.0), mine, unknown=unknown)
        if probability >= WORTH_A_LOOK:
            yield Doubt(at, probability, mine)


def _is_torn(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word ends a date that a space tears apart: `1/2018.` behind `30/1`, not behind `quý`."""
    before = tokens[at - 1] if at else None
    if before is None or before.line != tokens[at].line or not _DAY_AND_MONTH.fullmatch(before.text):
        return False
    return bool(_DATE.fullmatch(before.text + split_edges(tokens[at].text)[1]))


def _is_cut_name(line: Line, token: Token) -> bool:
    """Whether the word begins the line of a signer without a capital: `ông Hoan`, whose first letters ink covers.

    Not `Đỗ Bé Tư`, nor the grounds of a signature (`đã ký`), which hold no other capital.
    """
    return (
        line.role is Role.SIGNATURE
        and token.start == 0
        and token.text[0].islower()
        and any(word[0].isupper() for word in line.text.split()[1:])
    )


def _probability(text: str, confidence: float, standing: _Standing | None, *, unknown: bool) -> float:
    """How likely a word is wrong: by its confidence, its signs, its spelling, and what repair says of it."""
    lack = 1.0 - confidence
    found = READ_SIGNS.unsure * lack * lack + READ_SIGNS.broken * bool(ODD_SIGN.search(text)) + UNKNOWN * unknown
    if standing:
        found += DOUBT if standing.repair.doubtful else READ_SIGNS.open * (1.0 - standing.repair.probability)
    return min(found, 1.0)


def decision_about(opened: Opened, first: int) -> dict[str, object]:
    """The line of corrections.jsonl that accepts the word with this index as it stands."""
    token = opened.tokens[first]
    anchor = Anchor(token.page, token.box, *context(opened.tokens, first, first))
    return Correction("accepted", token.text, token.text, anchor, scan=opened.document.sha256).as_record()


def _shown(opened: Opened, doubt: Doubt, around: Mapping[int, Paragraph]) -> dict[str, Any]:
    token = opened.tokens[doubt.token]
    paragraph = around.get(token.line)
    lines = opened.document.lines
    span = range(paragraph.first, paragraph.last + 1) if paragraph else range(token.line, token.line + 1)
    return {
        "decision": decision_about(opened, doubt.token),
        "probability": round(doubt.probability, 3),
        "choices": _choices(token, doubt.standing),
        "line": _line(opened, doubt.token),
        "before": " ".join(lines[index].text for index in span if index < token.line),
        "after": " ".join(lines[index].text for index in span if index > token.line),
    }


def _line(opened: Opened, at: int) -> dict[str, Any]:
    """The line of a word: where it lies, its words with their boxes, which of them it is."""
    token = opened.tokens[at]
    mine = [each for each in opened.tokens[max(at - 200, 0) : at + 200] if each.line == token.line]
    box = opened.document.lines[token.line].box
    return {
        "page": token.page,
        "box": box.as_list() if box else None,
        "words": [[each.text, each.box.as_list() if each.box else None] for each in mine],
        "at": mine.index(token),
    }


def _choices(token: Token, standing: _Standing | None) -> list[str]:
    """What else the word may be: the next best reading, and what was read before repair changed it."""
    if standing is None:
        return []
    start, end = max(standing.start - token.start, 0), standing.end - token.start
    readings = (standing.repair.runner_up, standing.repair.before)
    words = (token.text[:start] + each + token.text[end:] for each in readings if each is not None)
    return [word for word in dict.fromkeys(words) if word not in {"", token.text}][:MOST_CHOICES]


def _touches(standing: _Standing, token: Token) -> bool:
    return standing.start < token.end and token.start < standing.end


def _standing(opened: Opened) -> defaultdict[int, list[_Standing]]:
    """By line: the records, where what they made stands now."""
    records: defaultdict[int, list[Repair]] = defaultdict(list)
    for repair in opened.document.repairs:
        records[repair.line - 1].append(repair)
    found: defaultdict[int, list[_Standing]] = defaultdict(list)
    for line, of_line in records.items():
        shift = 0
        for repair in sorted(of_line, key=lambda repair: repair.start):
            start = repair.start + shift
            found[line].append(_Standing(start, start + len(repair.after), repair))
            shift += len(repair.after) - (repair.end - repair.start)
    return found


def _confidences(opened: Opened) -> dict[_Place, float]:
    return {
        (index, start): word.confidence
        for index, line in enumerate(opened.document.lines)
        for word, (start, _) in _words(line)
    }


def _words(line: Line) -> Sequence[tuple[Any, tuple[int, int]]]:
    spans = word_spans(line.with_text_as_read())
    return list(zip(line.words, spans, strict=True)) if spans else []
