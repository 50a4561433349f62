# SPDX-License-Identifier: Apache-2.0
"""How well header and closing of other offices are read: right fields, calibration of their probabilities, review.

    python -m bench.offices DATA --cache DIR [--fit] [--with FILE ...]

DATA holds scans and `truth/`: `index.tsv` (id, file, kind, ...) and `<id>.json` with the documents of each file. Of the
offices a third is kept aside and only counted (`offices_split`). `--fit` prints the weights that the two thirds
give (ocr_kh/plan/review/probabilities.toml); the pooled tables leave out each third in turn. `--with` adds the fields
of invented pages to those that are fitted (`bench.rendered_headers --fields`), never to those that are counted.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import re
import unicodedata
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.offices_split import ASIDE, documents_of, thirds
from bench.page_cache import cached_pages
from bench.plans import fold
from ocr_kh.batch.finishing import file_signatures
from ocr_kh.language.syllables import place_tones
from ocr_kh.pipeline import documents
from ocr_kh.plan.parsing import drafted
from ocr_kh.plan.review.known_numbers import with_known_numbers
from ocr_kh.plan.review.probabilities import REQUIRED, doubtful_fields, field_signs, missing_fields
from ocr_kh.reading.source import open_source
from ocr_kh.repair import repair_document
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ocr_kh.document import Document
    from ocr_kh.plan.fields import DigitalSignature
    from ocr_kh.plan.model import Plan

FIELDS = (
    "parent_issuer", "issuer", "number", "symbol", "place", "date", "document_type", "subject", "addressees",
    "recipients_count", "signer", "authority",
)  # fmt: skip
"""Fields that count, as the truth names them."""
_POINTERS = {
    **{f"/header/{name}": name for name in FIELDS[:6]},
    "/document_type": "document_type",
    "/subject": "subject",
    "/addressees": "addressees",
    "/recipients": "recipients_count",
    "/signatures/authority": "authority",
    "/signatures/signer": "signer",
}
"""Kind of a pointer to the field of the truth that tells whether it is right."""
_FAULTS = ("wrong", "null", "invented")
_BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.001)
_RIDGE = 0.3
"""Weight of the squares of the weights: a third of a field's worth of doubt."""
_STEPS = 60
_SPEAKS = {
    **dict.fromkeys(("attested", "margin"), 1),
    **dict.fromkeys(
        ("bilevel", "doubted", "strange words", "torn", "unlike", "unnamed", "unsure words", "weak word"), -1
    ),
}
"""Signs that can speak only for a field, or only against it."""
_LIMITS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)


@dataclass(frozen=True, slots=True)
class Field:
    """A field that was read, what speaks for it, and whether it is right."""

    third: int
    kind: str
    signs: dict[str, float]
    right: bool
    probability: float


@dataclass(frozen=True, slots=True)
class Read:
    """A document of the set as it was read."""

    third: int
    verdicts: dict[str, str]
    """Field to `right`, `wrong`, `null`, `invented` or `absent`."""
    fields: tuple[Field, ...]
    lacks: bool
    """A required field is missing, or concluded from the text."""
    reviewed: bool
    """Sent to review for a field that is missing, invented or doubtful."""
    needs_review: bool
    """Sent to review for that, or for pages with many words in doubt."""


def rows(data: Path) -> list[dict[str, str]]:
    """The rows of the index."""
    with (data / "truth" / "index.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_all(data: Path, cache: Path) -> Iterator[Read]:
    """Every document of the set that has a truth; one that was not cut out of its file is wrong in all."""
    third, settings = thirds(data / "truth"), Settings()
    for row in rows(data):
        source = open_source(data / row["file"], settings)
        read = with_known_numbers(documents(source, cached_pages(source, cache, settings), settings), source)
        made = tuple(repair_document(each, settings) for each in read)
        signatures = file_signatures(source)
        for at, truth in enumerate(documents_of(data / "truth", row["id"])):
            if "header" not in truth and "symbol" in truth:
                yield read_document(third[row["id"]], truth, made[at] if at < len(made) else None, signatures)


def read_document(
    third: int, truth: Mapping[str, Any], document: Document | None, signatures: Sequence[DigitalSignature]
) -> Read:
    """What became of each field of a document; all of them are missing where it was not cut out of its file."""
    if document is None:
        return Read(
            third,
            {name: "null" for name in FIELDS if truth.get(name)},
            (),
            lacks=True,
            reviewed=True,
            needs_review=True,
        )
    draft = drafted(document, signatures)
    plan, margins = draft.plan, draft.margins
    found = verdicts(plan, truth)
    fields = tuple(
        Field(third, kind, signs, found[_POINTERS[kind]] == "right", plan.fields[pointer].probability)
        for pointer, kind, signs in field_signs(plan, document, margins)
        if found.get(_POINTERS.get(kind, ""), "absent") != "absent"
    )
    reviewed = bool(missing_fields(plan) or doubtful_fields(plan)) or plan.header.issuer_inferred
    lacks = bool(missing_fields(plan)) or plan.header.issuer_inferred
    return Read(third, found, fields, lacks, reviewed, plan.quality.needs_review)


def verdicts(plan: Plan, truth: Mapping[str, Any]) -> dict[str, str]:
    """Field to what became of it; what the truth is unsure of is left out. Case, punctuation and spaces are folded."""
    header, unsure = plan.header, {each.partition(":")[0].strip() for each in truth.get("unsure", [])}
    kinds = truth["document_type"] if isinstance(truth["document_type"], list) else [truth["document_type"]]
    subjects = [truth["subject"], *truth.get("subject_alt", [])]
    compared: dict[str, tuple[object, object]] = {
        **{name: (_same(getattr(header, name)), _same(truth.get(name))) for name in FIELDS[:5]},
        "date": (header.date, truth["date"]),
        "document_type": (_one_of(plan.document_type, kinds), _same(kinds[0])),
        "subject": (_one_of(_about(plan.subject), map(_about, subjects)), _same(_about(subjects[0]))),
        "addressees": ([*map(_same, plan.addressees)], [*map(_same, truth["addressees"])]),
        "recipients_count": (len(plan.recipients), len(truth["recipients"])),
        "signer": (_each(plan.model_dump()["signatures"], "signer"), _each(truth["signatures"], "signer")),
        "authority": _authorities(plan, truth),
    }
    return {name: _verdict(*compared[name]) for name in FIELDS if name not in unsure}


def _verdict(found: object, right: object) -> str:
    if not right:
        return "invented" if found else "absent"
    return "null" if not found else "right" if found == right else "wrong"


def _same(text: str | None) -> str:
    return fold(place_tones(unicodedata.normalize("NFC", text or "")))


def _about(text: str | None) -> str:
    return re.sub(r"^(?:vv|vềviệc)", "", _same(text))


def _one_of(found: str | None, right: Iterable[str]) -> str:
    """The first of the right ones, where what was found is one of them."""
    folded = [*map(_same, right)]
    return folded[0] if _same(found) in folded else _same(found)


def _each(signatures: Iterable[dict[str, Any]], key: str) -> list[str]:
    return sorted(_same(each[key]) for each in signatures if each[key])


def _authorities(plan: Plan, truth: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The lines above each name; `KT.` that was added by hand does not count."""
    free = "KT. in authority" in truth.get("handwritten", [])
    both = ([[*each.authority] for each in plan.signatures], [each["authority"] for each in truth["signatures"]])
    found, right = (
        sorted(
            "".join(re.sub("^kt", "", _same(line)) if free else _same(line) for line in lines) for lines in of if lines
        )
        for of in both
    )
    return found, right


def fit(fields: Sequence[Field]) -> tuple[dict[str, float], dict[str, float]]:
    """Biases by kind and weights of signs under which the fields are likeliest, held near 0.

    A sign that speaks for what it can only speak against, which chance makes of few fields, weighs nothing.
    """
    names = sorted({name for each in fields for name in each.signs})
    left = names
    while True:
        bias, weights = _likeliest(fields, left)
        against = {name: weight * _SPEAKS.get(name, 0) for name, weight in weights.items()}
        if min(against.values()) >= 0:
            return bias, {name: weights.get(name, 0.0) for name in names}
        left = [name for name in left if name != min(against, key=lambda name: against[name])]


def _likeliest(fields: Sequence[Field], names: Sequence[str]) -> tuple[dict[str, float], dict[str, float]]:
    """Biases and the weights of those signs (Newton's steps)."""
    kinds = sorted({each.kind for each in fields})
    matrix = np.array(
        [[1.0, *(each.kind == kind for kind in kinds), *(each.signs[name] for name in names)] for each in fields]
    )
    right = np.array([each.right for each in fields], float)
    weights = np.zeros(matrix.shape[1])
    ridge = np.diag([0.01, *[_RIDGE * 3] * len(kinds), *[_RIDGE] * len(names)])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (right - chance) - ridge @ weights
        bend = (matrix * (chance * (1 - chance))[:, None]).T @ matrix + ridge
        weights += np.linalg.solve(bend, slope)
    common = float(weights[0])
    bias = {"other": common, **{kind: common + float(weight) for kind, weight in zip(kinds, weights[1:], strict=False)}}
    return bias, dict(zip(names, map(float, weights[1 + len(kinds) :]), strict=True))


def left_out(fields: Sequence[Field], more: Sequence[Field] = ()) -> list[tuple[Field, float]]:
    """Each field with the probability that the weights give it which the other thirds gave, and `more`."""
    made = []
    for third in sorted({each.third for each in fields}):
        bias, weights = fit([*(each for each in fields if each.third != third), *more])
        made += [(each, chance(each, bias, weights)) for each in fields if each.third == third]
    return made


def chance(each: Field, bias: dict[str, float], weights: dict[str, float]) -> float:
    """The probability of a field under these weights."""
    odds = bias.get(each.kind, bias["other"]) + sum(weights[name] * strength for name, strength in each.signs.items())
    return float(1 / (1 + np.exp(-odds)))


def stored_fields(path: Path) -> list[Field]:
    """The fields that `store_fields` wrote."""
    return [Field(**each) for each in json.loads(path.read_text("utf-8"))]


def store_fields(path: Path, fields: Iterable[Field]) -> None:
    """Write fields with their signs, to be fitted with others."""
    path.write_text(json.dumps([asdict(each) for each in fields], ensure_ascii=False) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="offices", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--cache", type=Path, required=True, metavar="DIR")
    parser.add_argument("--fit", action="store_true", help="print the weights that the two thirds give")
    parser.add_argument(
        "--with", dest="more", type=Path, nargs="+", default=[], metavar="FILE", help="fields to fit too"
    )
    options = parser.parse_args(arguments)
    read = list(read_all(options.data, options.cache))
    used, aside = ([each for each in read if (each.third == ASIDE) == kept] for kept in (False, True))
    more = [field for path in options.more for field in stored_fields(path)]
    if options.fit:
        _print_weights(fit([*(field for each in used for field in each.fields), *more]))
        return 0
    print_fields("two thirds", used)
    print_fields("third kept aside", aside)
    pooled = left_out([field for each in read for field in each.fields], more)
    print_calibration("pooled, each third left out in turn", pooled)
    _print_pooled_review(read, {id(field): told for field, told in pooled})
    for name, part in (("two thirds", used), ("third kept aside", aside)):
        print_calibration(name, [(field, field.probability) for each in part for field in each.fields])
        _print_review(name, part)
    return 0


def _share(found: Iterable[str]) -> str:
    counts = Counter(verdict for verdict in found if verdict not in ("absent", "invented"))
    return f"{counts['right']}/{counts.total()} = {counts['right'] / max(1, counts.total()):.1%}"


def print_fields(part: str, read: Sequence[Read]) -> None:
    """Print what became of each field, and the share of all that is right."""
    for name in FIELDS:
        counts = Counter(each.verdicts[name] for each in read if name in each.verdicts)
        share = _share(each.verdicts[name] for each in read if name in each.verdicts)
        print(f"{name:18} {share:18} {dict(counts)}")  # noqa: T201 - a script
    print(f"{part:18} {_share(each for one in read for each in one.verdicts.values())}\n")  # noqa: T201 - a script


def print_calibration(name: str, fields: Sequence[tuple[Field, float]]) -> None:
    """Print how many fields are right of those that were given a probability, by steps of it."""
    print(f"\ncalibration, {name}: probability, fields, mean probability, right")  # noqa: T201 - a script
    for low, high in itertools.pairwise(_BINS):
        inside = [(each, told) for each, told in fields if low <= told < high]
        if inside:
            told, right = (sum(values) / len(inside) for values in zip(*((t, e.right) for e, t in inside), strict=True))
            print(f"  {low:.2f}-{min(high, 1):.2f}  {len(inside):4}  {told:.3f}  {right:.3f}")  # noqa: T201 - a script


def _print_review(name: str, read: Sequence[Read]) -> None:
    """How many documents with and without a wrong or missing required field are sent to review."""
    required = [_POINTERS[pointer] for pointer in REQUIRED]
    for bad in (True, False):
        part = [each for each in read if any(each.verdicts.get(f) in _FAULTS for f in required) == bad]
        sent, all_told = sum(each.reviewed for each in part), sum(each.needs_review for each in part)
        kind = "with" if bad else "without"
        print(f"review, {name}: {kind} a fault in a required field {len(part)}, for fields {sent}, in all {all_told}")  # noqa: T201 - a script


def _print_pooled_review(read: Sequence[Read], told: dict[int, float]) -> None:
    """The same for several limits, each third judged by the weights of the others."""
    required = [_POINTERS[pointer] for pointer in REQUIRED]
    for limit in _LIMITS:
        sent = Counter[tuple[bool, bool]]()
        for each in read:
            below = any(told[id(field)] < limit for field in each.fields if field.kind in REQUIRED)
            sent[any(each.verdicts.get(f) in _FAULTS for f in required), each.lacks or below] += 1
        print(  # noqa: T201 - a script
            f"review, pooled, limit {limit}: "
            f"with a fault {sent[True, True]} of {sent[True, True] + sent[True, False]}, "
            f"without {sent[False, True]} of {sent[False, True] + sent[False, False]}"
        )


def _print_weights(found: tuple[dict[str, float], dict[str, float]]) -> None:
    for title, table in zip(("bias", "weight"), found, strict=True):
        print(f"\n[{title}]")  # noqa: T201 - a script
        for name, weight in table.items():
            print(f'"{name}" = {weight:.2f}')  # noqa: T201 - a script


if __name__ == "__main__":
    raise SystemExit(main())
