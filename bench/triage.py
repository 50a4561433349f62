# SPDX-License-Identifier: Apache-2.0
"""Whether triage finds the wrong words: how many of them lie on the pages that it would have looked at first.

    python -m bench.triage DATA ... [--cache DIR] [--damaged N] [--fit] [--without NAME ...]

Each DATA holds scans and their truth as `bench.whole` wants them; where it has born-digital PDFs in `digital/`, N
damaged prints of their pages are read too. A wrong word is one of the truth that was not read, or one too many,
whichever are more (`\\w+`, in any order, so that one misread counts once). Documents, by name, go by turns into two
halves. The weights are those of `plan.quality`, found on the first half (`--fit` finds them anew, and prints them); the
second tells how good they are. DIR keeps what was read (a pickle: see `page_cache`), and in rows.json what was counted.
Pages on which no word was found are left out and counted: nothing there tells of errors.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench.condition_pages import text_of
from bench.conditions import without_walls
from bench.triage_pages import damaged_prints, transcribed
from ocr_kh.metrics import missed_and_extra, words_of
from ocr_kh.plan.review.quality import READ_SIGNS, REVIEW_ERRORS, Signs, grade, signs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from bench.triage_pages import Known

    Numbers = NDArray[np.float64]

SHARES = (0.05, 0.1, 0.2, 0.3, 0.5)
"""Of the pages, that a person reads."""
SPREAD = 0.2
"""Of 0, 0.2 and 1: with 0 a few ruined pages decide, and the two halves give weights that differ most."""
_STEPS = 3000
_MOST_LOST = 3
"""Errors a word read, from which on most of a page was not read at all."""
_PAGE_LACK = 0.15
"""Of a mean confidence, by which a page was once read through."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A page, or a document whose truth is one, with what speaks for wrong words and how many there are."""

    name: str
    label: str
    signs: Signs
    errors: int
    ordinary: bool
    mean_confidence: float
    doubtful: int
    doubts: float
    """The probability that the doubtful words are wrong, summed."""
    wrong_doubts: int
    """Doubtful words that are none of the truth's."""


def counted(known: Known) -> Counted:
    """Count on the pages what triage sees, and what it should."""
    document = known.document
    got, want = words_of(without_walls(text_of(document.lines))), words_of(without_walls(known.truth))
    doubtful = [repair for repair in document.repairs if repair.doubtful]
    extra = Counter(got) - Counter(want)
    found = (signs(page, [each for each in document.repairs if each.page == page.number]) for page in document.pages)
    scores = [word.confidence for line in document.lines for word in line.words]
    return Counted(
        known.name,
        known.label,
        Signs(*map(sum, zip(*found, strict=True))),
        max(missed_and_extra(got, want)),
        known.ordinary,
        float(np.mean(scores)) if scores else 1.0,
        len(doubtful),
        sum(1 - repair.probability for repair in doubtful),
        sum(any(extra[word] for word in words_of(repair.after)) for repair in doubtful),
    )


def halves(rows: Sequence[Counted]) -> tuple[list[Counted], list[Counted]]:
    """The rows of every other document, and the rest."""
    names = {name: at % 2 for at, name in enumerate(sorted({row.name for row in rows}))}
    return [row for row in rows if not names[row.name]], [row for row in rows if names[row.name]]


def fitted(rows: Sequence[Counted]) -> Signs:
    """The weights, none negative, under which the errors are likeliest.

    Errors of a page that is expected to have m of them are taken to vary by m (1 + SPREAD m): a bad page says less of a
    weight than ten good ones. Found by expectation maximisation (the update of Richardson and Lucy), which keeps
    weights at or above 0. Pages that lost most of their words are left out: none of the signs can tell of them.
    """
    rows = [row for row in rows if row.errors < _MOST_LOST * row.signs.words]
    counts, errors = _matrix(rows)[:, 1:], _errors(rows)
    most = np.maximum(counts.max(axis=0), 1e-9)
    scaled = counts / most
    weights = np.full(len(most), errors.sum() / scaled.sum())
    for _ in range(_STEPS):
        hope = np.maximum(scaled @ weights, 1e-9)
        trust = 1 / (1 + SPREAD * hope)
        weights *= (scaled.T @ (trust * errors / hope)) / np.maximum(scaled.T @ trust, 1e-9)
    return Signs(0, *(weights / most).tolist())


def found_share(scores: Numbers, errors: Numbers, share: float) -> float:
    """The share of the errors on that share of the pages, those of the highest scores."""
    first = np.argsort(-scores, kind="stable")[: max(1, round(share * len(scores)))]
    return float(errors[first].sum() / max(errors.sum(), 1))


def spearman(scores: Numbers, errors: Numbers) -> float:
    """Correlation of the ranks, equal values sharing theirs; 0 where all are equal."""
    one, other = (ranks - ranks.mean() for ranks in (_ranks(scores), _ranks(errors)))
    return float(one @ other / max(np.sqrt((one @ one) * (other @ other)), 1e-9))


def _ranks(values: Numbers) -> Numbers:
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(count) - (count - 1) / 2)[place], float)


def _matrix(rows: Sequence[Counted]) -> Numbers:
    return np.array([row.signs for row in rows], float)


def _errors(rows: Sequence[Counted]) -> Numbers:
    return np.array([row.errors for row in rows], float)


def expected(rows: Sequence[Counted], weights: Signs) -> Numbers:
    """The wrong words expected on each, no more than it has words."""
    counts = _matrix(rows)
    return np.asarray(np.minimum(counts @ np.array(weights), counts[:, 0]), float)


def _before(row: Counted) -> float:
    """As pages were ordered before the weights were measured."""
    lack = 1 - row.mean_confidence
    return row.doubts + (lack * row.signs.words if lack > _PAGE_LACK else 0)


def report(rows: Sequence[Counted], weights: Signs) -> str:
    """The gain curves and how many errors were expected, as a Markdown table."""
    errors = _errors(rows)
    hope = expected(rows, weights)
    orders: Mapping[str, Numbers] = {
        "these weights": hope,
        "doubts and mean confidence (before)": np.array([_before(row) for row in rows]),
        "mean confidence alone": np.array([-row.mean_confidence for row in rows]),
        "the errors themselves (no order is better)": errors,
    }
    lines = ["| order of the pages | Spearman |" + "".join(f" {share:.0%} |" for share in SHARES)]
    lines += ["|---" * (len(SHARES) + 2) + "|"]
    for name, scores in orders.items():
        cells = "".join(f" {found_share(scores, errors, share):.0%} |" for share in SHARES)
        lines.append(f"| {name} | {spearman(scores, errors):.2f} |{cells}")
    lines += ["", f"{len(rows)} pages, {errors.sum():.0f} wrong words, {hope.sum():.0f} expected.", ""]
    lines += [
        "| read from ... expected | pages | of the wrong words | a page | wrong on the rest |",
        "|---|---|---|---|---|",
    ]
    lines += [_threshold(rows, hope, least) for least in (1, 2, 3, 5, 8, REVIEW_ERRORS, 15, 20)]
    lines += ["", "| grade | pages | words | wrong |", "|---|---|---|---|", *_by_grade(rows, hope)]
    doubtful = sum(row.doubtful for row in rows)
    lines += ["", f"Of {doubtful} doubtful words {sum(row.wrong_doubts for row in rows)} are wrong."]
    return "\n".join(lines) + "\n"


def _threshold(rows: Sequence[Counted], hope: Numbers, least: float) -> str:
    """What reading the pages with that many expected errors finds, and the share of words wrong on the rest."""
    chosen, errors = hope >= least, _errors(rows)
    read, left = errors[chosen], errors[~chosen].sum() / max(_matrix(rows)[~chosen, 0].sum(), 1)
    return (
        f"| {least:g} | {chosen.mean():.0%} | {read.sum() / max(errors.sum(), 1):.0%} "
        f"| {read.sum() / max(len(read), 1):.1f} | {left:.1%} |"
    )


def _by_grade(rows: Sequence[Counted], hope: Numbers) -> Iterator[str]:
    """How many words are wrong on the pages of each grade."""
    grades = [grade(errors, row.signs.words) for row, errors in zip(rows, hope, strict=True)]
    for name in "ABCD":
        of_it = [row for row, own in zip(rows, grades, strict=True) if own == name]
        words = sum(row.signs.words for row in of_it)
        yield f"| {name} | {len(of_it)} | {words:.0f} | {sum(row.errors for row in of_it) / max(words, 1):.1%} |"


def gather(options: argparse.Namespace, cache: Path) -> Iterator[Counted]:
    """What is counted on all pages of all DATA."""
    for data in options.data:
        found: Iterable[Known] = transcribed(data, cache, options.without)
        if (data / "digital").is_dir():
            found = chain(found, damaged_prints(data / "digital", cache, options.damaged))
        for known in found:
            if sys.stderr.isatty():
                sys.stderr.write(f"\r\x1b[K{known.label}")
            yield counted(known)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.triage", description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path, nargs="+", help="folders with scans and their truth")
    parser.add_argument("--cache", type=Path, help="folder that keeps what was read, for the next run")
    parser.add_argument("--damaged", type=int, default=200, help="damaged prints to read (default: 200)")
    parser.add_argument("--without", nargs="+", default=[], metavar="NAME", help="beginnings of names to leave out")
    parser.add_argument("--fit", action="store_true", help="find the weights anew on the first half, and print them")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    options = _options(arguments)
    if missing := [str(data) for data in options.data if not data.is_dir()]:
        sys.stderr.write(f"{', '.join(missing)}: no folder\n")
        return 2
    with tempfile.TemporaryDirectory(prefix="ocr-kh-") as folder:
        cache = options.cache or Path(folder)
        rows = list(gather(options, cache))
        (cache / "rows.json").write_text(
            json.dumps([asdict(row) | {"signs": row.signs._asdict()} for row in rows], indent=1), encoding="utf-8"
        )
    seen = [row for row in rows if row.signs.words]
    lost = [row.label for row in rows if not row.signs.words and row.errors]
    first, second = halves(seen)
    weights = fitted(first) if options.fit else READ_SIGNS
    if options.fit:
        sys.stdout.write(f"{ {name: round(weight, 4) for name, weight in weights._asdict().items()} }\n\n")
    sys.stdout.write(f"Pages with text where no word was found: {len(lost)} {' '.join(lost)}\n\n")
    sys.stdout.write(f"## All pages of the second half\n\n{report(second, weights)}\n")
    ordinary = [row for row in second if row.ordinary]
    sys.stdout.write(f"## Of them, those in a condition as offices scan\n\n{report(ordinary, weights)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
