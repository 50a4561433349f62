# SPDX-License-Identifier: Apache-2.0
"""How probable it is that a field of header or closing is right: what speaks for and against it, weighed.

    log odds = bias of the field + sum of weight x strength

The weights are fitted on offices with truth (`python -m bench.offices --fit`), those of all fields together but for the
bias; probabilities.toml has them. What is weighed is no property of one office: how sure the search was, how sure the
engine, whether the rest of the document bears the field out.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from itertools import pairwise
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ocr_kh.genre.codes import is_party_symbol
from ocr_kh.genre.document_types import is_unnumbered, type_of_bare, type_of_symbol
from ocr_kh.genre.issuers import initials, is_unfinished_name
from ocr_kh.genre.organisations import UNITS, is_body_name
from ocr_kh.genre.people import has_surname, is_name
from ocr_kh.genre.titles import titles
from ocr_kh.language.letters import plain_of
from ocr_kh.language.syllables import is_syllable, place_tones
from ocr_kh.plan.blocks.features.strengths import oddness
from ocr_kh.plan.blocks.search.labelling import SURE_MARGIN
from ocr_kh.plan.fields import FieldProbability
from ocr_kh.plan.structure.attested import is_place_contradicted, spelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ocr_kh.document import Document, Word
    from ocr_kh.plan.blocks.search.labelling import Margin
    from ocr_kh.plan.fields import Evidence
    from ocr_kh.plan.model import Plan

Signs: TypeAlias = "dict[str, float]"
"""What speaks for a field or against it, each with its strength from 0 to 1."""

REQUIRED = ("/header/issuer", "/header/number", "/header/symbol", "/header/date", "/document_type", "/subject")
"""What the record of a document must have (Thông tư 05/2025/TT-BNV: organName, codeNumber, codeNotation, issuedDate,
typeName, subject)."""
_DAY = len("2026-03-04")
_SURE_WORD = 0.9
_WEAK_WORD = 0.5
"""Confidences of a word that is nearly always right, and of one that is more often wrong."""
_NULL_PROBABILITY = 0.05
"""Of a number that stands on the page and could not be read: that there is none. Set by hand; of the eight on the used
offices none is."""
_LEAST_WORDS = 2
"""Of the name of a body; a subject has more."""
_BETWEEN_WORDS = re.compile(r"[\s/]+")
_NO_LETTER = re.compile(r"[^\w]|\d")
_RARE = frozenset("fjwz")
_UNNAMED = re.compile(rf"\s(?:{UNITS}|KHU VUC|QUAN KHU)$")
"""The kind of a unit without its name."""
_MIXED = re.compile(r"^\d+[^\W\d]|[^\w\-–&.,()'’]|_")
"""Figures before letters, and signs that stand in no name: strokes and specks read as a part of it."""


def field_probabilities(plan: Plan, document: Document, margins: Mapping[str, Margin]) -> dict[str, FieldProbability]:
    """The probability of each field that is there, by pointer, with what it would be else."""
    found = {
        pointer: FieldProbability(
            probability=1.0 if _is_settled(plan, pointer) else round(probability(kind, signs), 3),
            runner_up=margins[kind].runner_up if kind in margins else None,
        )
        for pointer, kind, signs in field_signs(plan, document, margins)
    }
    return _offered(plan, document) | found


def _offered(plan: Plan, document: Document) -> dict[str, FieldProbability]:
    """A number that no reader was sure of: null, with the likeliest as what it would be else."""
    pointer = "/header/number"
    likely = next((word.likely for word in _words(plan, document, pointer) if word.likely), None)
    if likely is None or plan.header.number or _is_settled(plan, pointer):
        return {}
    return {pointer: FieldProbability(probability=_NULL_PROBABILITY, runner_up=likely)}


def probability(kind: str, signs: Signs) -> float:
    """The probability of a field of that kind (its pointer without numbers) of which `signs` speak."""
    bias, weights = _weights()
    odds = bias.get(kind, bias["other"]) + sum(weights.get(name, 0.0) * strength for name, strength in signs.items())
    return 1 / (1 + exp(-odds))


def missing_fields(plan: Plan) -> tuple[str, ...]:
    """Pointers of what the record requires and the document lacks."""
    lacking = [pointer for pointer in REQUIRED if not _value(plan, pointer) and not _is_settled(plan, pointer)]
    if is_unnumbered(plan.document_type) and not plan.header.symbol:
        lacking = [pointer for pointer in lacking if pointer not in ("/header/number", "/header/symbol")]
    if plan.header.date and len(plan.header.date) < _DAY and not _is_settled(plan, "/header/date"):
        lacking.append("/header/date")
    return tuple(lacking)


def _is_settled(plan: Plan, pointer: str) -> bool:
    """Whether a person decided a field, or confirmed it, be it as rightly blank."""
    stands = plan.evidence.get(pointer)
    return stands is not None and (stands.source == "person" or stands.confirmed_by is not None)


def doubtful_fields(plan: Plan) -> tuple[str, ...]:
    """Pointers of what the record requires and may be wrong: less probable than the limit.

    What is incomplete, or concluded from the text, has warnings of its own.
    """
    limit, told = (
        _table()["limit"],
        {*missing_fields(plan), *(["/header/issuer"] if plan.header.issuer_inferred else ())},
    )
    found = (pointer for pointer in REQUIRED if pointer in plan.fields and pointer not in told)
    return tuple(pointer for pointer in found if plan.fields[pointer].probability < limit)


def field_signs(plan: Plan, document: Document, margins: Mapping[str, Margin]) -> Iterator[tuple[str, str, Signs]]:
    """Pointer, kind and signs of each field of header and closing that is there."""
    for pointer in (
        "/header/parent_issuer", "/header/issuer", "/header/number", "/header/symbol", "/header/place", "/header/date",
        "/document_type", "/subject", "/addressees", "/authority_line",
    ):  # fmt: skip
        if value := _value(plan, pointer):
            yield pointer, pointer, _signs(plan, document, pointer, pointer, value, margins)
    if plan.recipients:
        names = "; ".join(each.name for each in plan.recipients)
        yield "/recipients", "/recipients", _signs(plan, document, "/recipients", "/recipients", names, margins)
    for at, signature in enumerate(plan.signatures):
        for name, value in (("authority", " / ".join(signature.authority)), ("signer", signature.signer)):
            if value:
                pointer, kind = f"/signatures/{at}/{name}", f"/signatures/{name}"
                yield pointer, kind, _signs(plan, document, pointer, kind, value, margins)


def _value(plan: Plan, pointer: str) -> str | None:
    name = pointer.rpartition("/")[2]
    value = getattr(plan.header, name) if pointer.startswith("/header/") else getattr(plan, name)
    return "; ".join(value) or None if isinstance(value, tuple) else value


def _signs(  # noqa: PLR0913, PLR0917 - the field, what it was read from, and how sure that was
    plan: Plan, document: Document, pointer: str, kind: str, value: str, margins: Mapping[str, Margin]
) -> Signs:
    words = _of_value(_words(plan, document, pointer), kind, value)
    scores = [word.confidence for word in words if any(map(str.isalnum, word.text))]
    margin = margins[kind].cost if kind in margins else SURE_MARGIN
    source = plan.evidence[pointer].source if pointer in plan.evidence else "page"
    return {
        "margin": min(margin, SURE_MARGIN) / SURE_MARGIN,
        "weak word": float(any(score < _WEAK_WORD for score in scores)),
        "unsure words": min(1.0, sum(1 - score for score in scores if score < _SURE_WORD)),
        "by hand": float(any(word.by_hand for word in words)),
        "strange words": min(1.0, _strange(value) / 2),
        "torn": float((kind in margins and margins[kind].torn) or _breaks_off(value)),
        "inferred": float(source == "inferred"),
        "outside": float(source in ("signature", "file name")),
        "attested": _attested(plan, kind, value),
        "doubted": _doubted(plan, document, pointer),
        "unlike": float(_is_unlike(plan, kind, value)),
        "unnamed": float(kind.startswith("/signatures") and not all(each.signer for each in plan.signatures)),
        "bilevel": float(_is_bilevel(document, plan.evidence.get(pointer))),
    }


def _is_unlike(plan: Plan, kind: str, value: str) -> bool:
    """Whether a field is none of its kind: no name of a body or a part of one, a subject of a word or two, one figure.

    `TRƯỜNG` and `THỂ THAO VÀ DU` issue nothing, and a word comes twice in no name (`HÀNH CHÍNH CÔNG CÔNG`); `SỞ NỘI VỤ`
    does. Numbers below ten have a zero before them (Nghị định 30/2020, Phụ lục I, mục II.3), but for the Party's.
    """
    words = re.findall(r"[^\W\d_]+", value.lower())
    if kind in ("/header/issuer", "/header/parent_issuer"):
        twice = any(word == after for word, after in pairwise(words))
        return twice or len(words) < _LEAST_WORDS or not is_body_name(value)
    if kind == "/subject":
        return len(words) <= _LEAST_WORDS
    return kind == "/header/number" and len(value) == 1 and not is_party_symbol(plan.header.symbol)


def _is_bilevel(document: Document, found: Evidence | None) -> bool:
    """Whether a field was read off a page without greys: seals, stamps and pens are as black as print there."""
    page = found.page if found else None
    return any(each.number == page and each.condition.colour == "bilevel" for each in document.pages)


def _words(plan: Plan, document: Document, pointer: str) -> list[Word]:
    """The words of the lines that a field was read from; of number and symbol those that hold figures or letters."""
    found = plan.evidence.get(pointer)
    if pointer == "/recipients":
        every = (f"/recipients/{at}" for at in range(len(plan.recipients)))
        return [word for each in every for word in _words(plan, document, each)]
    if pointer == "/addressees":
        found = plan.evidence.get("/addressees/0")
    if found is None or found.lines is None or found.source not in ("page", "inferred"):
        return []
    words = [word for line in document.lines[found.lines[0] - 1 : found.lines[1]] for word in line.words]
    box = found.box
    if box is not None:
        words = [word for word in words if word.box is None or (word.box.x1 > box[0] - 1 and word.box.x0 < box[2] + 1)]
    if pointer == "/header/number":
        return [word for word in words if word.by_hand or any(map(str.isdigit, word.text))]
    if pointer == "/header/symbol":
        return [word for word in words if re.search(r"[A-ZĐ]{2}", word.text)]
    return words


def _of_value(words: list[Word], kind: str, value: str) -> list[Word]:
    """The words of its lines that a field is made of: `V/v`, strokes, the day say nothing of what is beside them.

    A number, a symbol and a date have other words than their values.
    """
    if kind in ("/header/number", "/header/symbol", "/header/date"):
        return words
    own = {_letters(word) for word in value.split()}
    return [word for word in words if _letters(word.text) in own] or words


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, place_tones(text).lower()))


def _breaks_off(value: str) -> bool:
    """Whether a field ends where more must follow (`... VÀ`, `... KHU VỰC`), or begins with what no field begins with.

    >>> _breaks_off("TÒA ÁN NHÂN DÂN KHU VỰC"), _breaks_off(".- Mục đích"), _breaks_off("UBND XÃ IA KRÔL")
    (True, True, False)
    """
    ends = is_unfinished_name(value.upper()) or bool(_UNNAMED.search(plain_of(value).upper()))
    return ends or value[:1] in ".,;:-–"


def _strange(value: str) -> int:
    """How many words of a field are none of the language: no syllable, no initials, no figure."""
    words = [word.strip(".,;:()\"'“”-–") for word in _BETWEEN_WORDS.split(value)]
    if value.isupper():  # initials are told by their letters alone
        return sum(bool(word) and (oddness(word) > 0 or bool(_MIXED.search(word))) for word in words)
    return sum(
        bool(word) and not (is_syllable(word.lower()) or word.isdigit() or _is_initials(word) or "-" in word)
        for word in words
    )


def _is_initials(word: str) -> bool:
    letters = _NO_LETTER.sub("", word)
    return len(letters) > 1 and sum(map(str.isupper, letters)) >= len(letters) - 1 and not _RARE & set(word.lower())


def _attested(plan: Plan, kind: str, value: str) -> float:
    """Whether the rest of the document, or a closed list, bears a field out: 1 for yes, 0 for no, 0.5 for unknown."""
    header, plain = plan.header, plain_of(value).upper()
    if kind == "/document_type":
        own = type_of_symbol().get(re.split(r"[-/]", header.symbol or "")[0])
        return float(own == value) if own else float(plain in type_of_bare()) * 0.5
    if kind == "/header/place":
        names = (header.parent_issuer, header.issuer)
        if any(spelled(value) in spelled(name) for name in names if name):
            return 1.0
        return 0.0 if is_place_contradicted(value, names) else 0.5
    if kind == "/header/symbol":
        groups = [group for group in re.split(r"[-/.]", plain_of(value)) if group]
        letters = initials(header.issuer or "")
        known = value.split("-", maxsplit=1)[0] in type_of_symbol() or any(
            group and group in letters for group in groups
        )
        return 1.0 if known else 0.0
    if kind in ("/header/issuer", "/header/parent_issuer", "/authority_line"):
        others = (plan.authority_line, header.issuer, *plan.bases, *plan.preamble, plan.closing, *_authorities(plan))
        texts = [text for text in others if text and text != value and plain in plain_of(text).upper()]
        return 0.5 if not texts else float(any(spelled(value) in spelled(text) for text in texts))
    if kind == "/signatures/authority":
        lines = value.split(" / ")
        return sum(line in titles() for line in lines) / len(lines)
    if kind == "/signatures/signer":
        return float(is_name(value) and has_surname(value))
    if kind == "/header/date":
        return float(len(value) == _DAY)
    if kind == "/header/number":
        return 0.0 if any(each.code == "header.number_differs" for each in plan.warnings) else 0.5
    return 0.5


def _authorities(plan: Plan) -> list[str]:
    return [line for each in plan.signatures for line in each.authority]


def _doubted(plan: Plan, document: Document, pointer: str) -> float:
    """Whether repair left a doubt on the lines of a field."""
    found = plan.evidence.get("/addressees/0" if pointer == "/addressees" else pointer)
    if found is None or found.lines is None:
        return 0.0
    first, last = found.lines
    return float(any(first <= repair.line <= last and repair.doubtful for repair in document.repairs))


@cache
def _table() -> dict[str, float]:
    found = tomllib.loads((Path(__file__).parent / "probabilities.toml").read_text("utf-8"))
    return {"limit": found["limit"]}


@cache
def _weights() -> tuple[dict[str, float], dict[str, float]]:
    found = tomllib.loads((Path(__file__).parent / "probabilities.toml").read_text("utf-8"))
    return found["bias"], found["weight"]
