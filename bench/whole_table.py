# SPDX-License-Identifier: Apache-2.0
"""What the benchmark found, as values and as a table."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

OURS, TESSERACT = "ocr_kh", "tesseract"
_OTHER = "other pages"
_ALLOWED_SHARE, _ALLOWED_WORDS = 0.003, 2
"""No page may be worse than plain Tesseract by more than the larger of these (issue 4)."""

Groups = dict[str, set[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Case:
    """A page, or a whole document, and what it says."""

    scan: Path
    name: str
    page: int | None
    """From 1; None for the whole document."""
    truth: str

    @property
    def label(self) -> str:
        return self.name if self.page is None else f"{self.name} p{self.page}"


@dataclass(frozen=True, slots=True)
class Conversion:
    """What became of a scan as a whole."""

    scan: Path
    pages_in: int
    pages_out: int
    failed: int
    seconds: float
    error: str = ""

    @property
    def is_whole(self) -> bool:
        return not self.error and not self.failed and self.pages_in == self.pages_out


@dataclass(slots=True)
class Tally:
    """Counts that can be summed over pages: words and characters of the truth, and what went wrong with them."""

    words: int = 0
    missed: int = 0
    extra: int = 0
    characters: int = 0
    edits: int = 0

    def add(self, other: Tally) -> None:
        self.words += other.words
        self.missed += other.missed
        self.extra += other.extra
        self.characters += other.characters
        self.edits += other.edits

    @property
    def shares(self) -> tuple[float, float, float]:
        """Missed words, extra words, CER."""
        words, characters = max(self.words, 1), max(self.characters, 1)
        return self.missed / words, self.extra / words, self.edits / characters


@dataclass(slots=True)
class Report:
    """All that was measured."""

    readers: list[str]
    rows: list[tuple[Case, dict[str, Tally]]] = field(default_factory=list)
    conversions: list[Conversion] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


def total(rows: Iterable[dict[str, Tally]], reader: str) -> Tally:
    """The sum over the pages that `reader` read."""
    summed = Tally()
    for row in rows:
        if reader in row:
            summed.add(row[reader])
    return summed


def read_groups(path: Path) -> dict[str, set[tuple[str, int]]]:
    """Names and page numbers by group, from a TOML file as `groups.toml` shows it."""
    listed = tomllib.loads(path.read_text("utf-8"))
    return {
        group: {(name, int(n)) for name, *ns in map(str.split, pages) for n in ns} for group, pages in listed.items()
    }


def table(report: Report, groups: Groups) -> str:
    """The whole report, for people."""
    return "\n".join(
        [*_measures(report, groups), "", *_comparison(report), *_conversions(report), *report.troubles, ""]
    )


def _measures(report: Report, groups: Groups) -> Iterator[str]:
    """A line a page, then the sums."""
    if not report.rows:
        return
    width = max(len(label) for label in (*(case.label for case, _ in report.rows), *groups, _OTHER)) + 5
    yield " " * (width + 7) + "".join(f"  | {reader:23}" for reader in report.readers)
    yield f"{'page':{width}}{'words':>7}" + "  |  missed   extra     CER" * len(report.readers)
    for case, tallies in report.rows:
        yield _line(case.label.ljust(width), tallies, report.readers)
    for name, rows in _grouped(report, groups):
        sums = {reader: total(rows, reader) for reader in report.readers}
        yield _line(f"{name} ({len(rows)})".ljust(width), sums, report.readers)


def _grouped(report: Report, groups: Groups) -> Iterator[tuple[str, list[dict[str, Tally]]]]:
    """Each group that has pages here, what is in none, and all."""
    grouped = set().union(*groups.values())
    for name, pages in groups.items():
        if rows := [tallies for case, tallies in report.rows if (case.name, case.page) in pages]:
            yield name, rows
    others = [tallies for case, tallies in report.rows if (case.name, case.page) not in grouped]
    if others and len(others) < len(report.rows):
        yield _OTHER, others
    yield "all", [tallies for _, tallies in report.rows]


def _line(label: str, tallies: dict[str, Tally], readers: Sequence[str]) -> str:
    words = next(iter(tallies.values())).words
    return f"{label}{words:7}" + "".join(f"  | {_figures(tallies.get(reader))}" for reader in readers)


def _figures(tally: Tally | None) -> str:
    if tally is None:
        return f"{'-':>7} {'-':>7} {'-':>7}"
    return " ".join(f"{share:7.2%}" for share in tally.shares)


def _comparison(report: Report) -> Iterator[str]:
    """The pages that plain Tesseract reads better."""
    for case, tallies in report.rows:
        if TESSERACT in tallies:
            worse = tallies[OURS].missed - tallies[TESSERACT].missed
            if worse > max(_ALLOWED_WORDS, _ALLOWED_SHARE * tallies[OURS].words):
                yield f"{case.label}: {worse} words more missed than by plain Tesseract"


def _conversions(report: Report) -> Iterator[str]:
    """The scans that did not come out whole, and the sum."""
    for conversion in report.conversions:
        if not conversion.is_whole:
            counts = f"{conversion.pages_in} pages in, {conversion.pages_out} out, {conversion.failed} failed"
            yield f"{conversion.scan.name}: {conversion.error or counts}"
    whole = sum(conversion.is_whole for conversion in report.conversions)
    pages_in = sum(conversion.pages_in for conversion in report.conversions)
    pages_out = sum(conversion.pages_out - conversion.failed for conversion in report.conversions)
    seconds = sum(conversion.seconds for conversion in report.conversions)
    yield f"{whole} of {len(report.conversions)} files converted, {pages_in} pages in, {pages_out} out, {seconds:.0f} s"
