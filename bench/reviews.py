# SPDX-License-Identifier: Apache-2.0
"""Whether index.csv, needs_review.csv and the plan.json of every document say the same of what a person should look at.

    python -m bench.reviews OUT

OUT is what `convert` wrote. Every contradiction is printed; there must be none.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.writing.tables import review
from ocr_kh.writing.tables.csv_file import read_table
from ocr_kh.writing.tables.folders import plan_of
from ocr_kh.writing.tables.index import index_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.plan.model import Plan
    from ocr_kh.plan.reading_account import PageQuality, Quality
    from ocr_kh.writing.tables.csv_file import Row

_PAGE_CODES = frozenset({"page.failed", "page.read", "words.doubtful"})


def contradictions(out: Path) -> Iterator[str]:
    """What one of the files under `out` says, and another does not."""
    looks: dict[str, list[Row]] = defaultdict(list)
    for row in read_table(out / "needs_review.csv", review.COLUMNS):
        looks[row["folder"]].append(row)
    for row in index_rows(out):
        found, folder = looks.pop(row["folder"], []), row["folder"]
        if plan := plan_of(row, out):
            faults = [*_of_index(row, plan), *_of_pages(plan), *_of_looks(row, found, plan)]
        elif row["status"] == "failed":
            faults = [] if (row["needs_review"], _codes(found)) == ("true", ["document.failed"]) else ["it failed"]
        else:
            faults = [f"{len(found)} looks at what was not read"] if found else []
        yield from (f"{folder}: {fault}" for fault in faults)
    yield from (f"{folder} is in needs_review.csv alone" for folder in looks)


def _of_index(row: Row, plan: Plan) -> Iterator[str]:
    """What index.csv says otherwise than plan.json."""
    quality, header = plan.quality, plan.header
    told = {
        "needs_review": str(quality.needs_review).lower(),
        "warnings": str(len(plan.warnings)),
        "doubtful": str(quality.doubtful_words),
        "status": "partly" if plan.failed_pages else "done",
        "number": header.number or "",
        "date": header.date or "",
        "issuer": header.issuer or "",
        "document_type": plan.document_type or "",
    }
    yield from (f"{name} is {row[name]!r} and {value!r}" for name, value in told.items() if row[name] != value)


def _of_pages(plan: Plan) -> Iterator[str]:
    """Page numbers of plan.json that its document has not, and counts that do not add up."""
    pages = range(1, (plan.source.pages or 0) + 1)
    numbers = [page.page for page in plan.quality.pages]
    if numbers != ([*pages] or [None]):
        yield f"quality.pages are {numbers}"
    if sum(page.doubtful_words for page in plan.quality.pages) != plan.quality.doubtful_words:
        yield "the doubtful words of the pages are others than those of the document"
    for warning in plan.warnings:
        if warning.page is not None and warning.page not in pages:
            yield f"{warning.code} is on page {warning.page} of {len(pages)}"


def _of_looks(row: Row, looks: Sequence[Row], plan: Plan) -> Iterator[str]:
    """What the rows of needs_review.csv say otherwise than plan.json."""
    qualities: dict[str, Quality | PageQuality] = {str(page.page): page for page in plan.quality.pages}
    qualities[""] = plan.quality
    warned = {(warning.code, str(warning.page or "")) for warning in plan.warnings}
    if ("true" in {look["needed"] for look in looks}) != plan.quality.needs_review:
        yield f"needs_review is {plan.quality.needs_review}, and its rows do not say so"
    if len({look["page"] for look in looks}) != len(looks):
        yield "a page has two rows"
    for look in looks:
        known = qualities.get(look["page"])
        if known is None or look["path"] != row["path"]:
            yield f"a row of page {look['page']!r}, {look['path']!r}"
        elif (look["grade"], look["expected_errors"]) != (known.grade, f"{known.expected_errors:.1f}"):
            yield f"page {look['page']} has grade {look['grade']} and {known.grade}"
        said = {(code, look["page"]) for code in look["codes"].split("; ")} - warned
        if unknown := {code for code, _ in said} - _PAGE_CODES:
            yield f"page {look['page']}: {', '.join(sorted(unknown))} is no warning of its plan"
    seen = {look["page"] for look in looks if "page.failed" in look["codes"]}
    if lost := {str(number) for number in plan.failed_pages} - seen:
        yield f"failed pages without a row: {', '.join(sorted(lost))}"


def _codes(looks: Sequence[Row]) -> list[str]:
    return [look["codes"] for look in looks]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what contradicts; 1 when something does."""
    out = Path((sys.argv[1:] if arguments is None else arguments)[0])
    found = list(contradictions(out))
    sys.stdout.writelines(f"! {fault}\n" for fault in found)
    sys.stdout.write(f"{sum(1 for _ in index_rows(out))} rows of index.csv, {len(found)} contradictions\n")
    return int(bool(found))


if __name__ == "__main__":
    raise SystemExit(main())
