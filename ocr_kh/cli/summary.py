# SPDX-License-Identifier: Apache-2.0
"""What people see at the end of a command: tables of documents, pages, figures and checks."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from ocr_kh.cli.terminal import Column, print_table
from ocr_kh.genre.codes import whole_code
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocr_kh.doctor import Check
    from ocr_kh.document import Document, Page
    from ocr_kh.outcome import Outcome


def status_name(status: str) -> str:
    """A document's status in the language in use; stdout and the log keep the English word for scripts."""
    names = {
        "done": translate("done"),
        "partly": translate("partly"),
        "failed": translate("failed"),
        "held": translate("held back"),
        "waiting": translate("waiting"),
        "running": translate("running"),
        "unchanged": translate("unchanged"),
        "skipped": translate("skipped"),
        "duplicate": translate("duplicate"),
        "gone": translate("gone"),
    }
    return names[status]


def show(outcomes: Sequence[Outcome], seconds: float) -> None:
    """The table that `convert` ends with, on stderr: a row a document, what they come to, and how long it took.

    Files that are no documents are counted only: they would hide those that are, and index.csv names them.
    """
    columns = (
        Column(translate("document"), wraps=True),
        Column(translate("status")),
        Column(translate("pages"), right=True),
        Column(translate("number")),
        Column(translate("repairs"), right=True),
        Column(translate("doubtful"), right=True),
    )
    rows = [_outcome_row(outcome) for outcome in outcomes if outcome.status != "skipped"]
    print_table(columns, rows, to_stderr=True)
    counts = Counter(outcome.status for outcome in outcomes)
    parts = [f"{status_name(status)} {count}" for status, count in counts.items()]
    pages = sum(outcome.pages for outcome in outcomes)
    total = translate("Documents: {documents} ({parts}); pages: {pages}; seconds: {seconds}").format(
        documents=len(outcomes),
        parts=", ".join(parts),
        pages=pages,
        seconds=f"{seconds:.1f}",
    )
    print(total, file=sys.stderr)


def _outcome_row(outcome: Outcome) -> tuple[str, ...]:
    row: Mapping[str, object] = outcome.row or {}

    def cell(key: str) -> str:
        value = row.get(key)
        return "" if value is None else str(value)

    return (
        cell("folder") or outcome.label,
        status_name(outcome.status),
        str(outcome.pages),
        whole_code(cell("number"), cell("symbol")),
        cell("repairs"),
        cell("doubtful"),
    )


def document_facts(document: Document) -> dict[str, object]:
    """What `inspect --json` prints."""
    return {
        "name": document.name,
        "sha256": document.sha256,
        "pages": [
            {
                "page": page.number,
                "width": round(page.width, 2),
                "height": round(page.height, 2),
                "image": asdict(page.condition) | {"below_archive_rule": page.condition.below_archive_rule},
                "text_layer": asdict(page.layer),
                "error": page.error,
            }
            for page in document.pages
        ],
    }


def show_pages(document: Document) -> None:
    """What `inspect` prints for people, on stdout."""
    columns = (
        Column(translate("page"), right=True),
        Column(translate("points"), right=True),
        Column(translate("image"), right=True),
        Column(translate("dpi"), right=True),
        Column(translate("turned"), right=True),
        Column(translate("skew"), right=True),
        Column(translate("marks")),
        Column(translate("text layer"), wraps=True),
    )
    print_table(columns, [_page_row(page) for page in document.pages], to_stderr=False)


def _page_row(page: Page) -> tuple[str, ...]:
    condition = page.condition
    has_image = condition.width > 0
    return (
        str(page.number),
        f"{page.width:.0f}×{page.height:.0f}",
        f"{condition.width}×{condition.height} {_colour_name(condition.colour)}" if has_image else "",
        f"{condition.dpi:.0f}" if has_image else "",
        f"{condition.rotation}°" if condition.rotation else "",
        f"{condition.skew:.1f}°" if abs(condition.skew) >= 0.05 else "",
        ", ".join(_marks(page)),
        _layer_text(page),
    )


def _colour_name(colour: str) -> str:
    names = {"colour": translate("colour"), "grey": translate("grey"), "bilevel": translate("bilevel"), "none": ""}
    return names[colour]


def _marks(page: Page) -> list[str]:
    found = {
        translate("blank"): page.condition.blank,
        translate("stamp"): page.condition.stamp,
        translate("two pages"): page.condition.facing,
        translate("below the archive rule"): bool(page.condition.below_archive_rule),
        translate("incomplete"): page.condition.cut,
        translate("failed"): bool(page.error),
    }
    return [name for name, present in found.items() if present]


def _layer_text(page: Page) -> str:
    names = {"right": translate("right"), "wrong": translate("wrong"), "none": translate("none")}
    layer = page.layer
    details = ", ".join(filter(None, (layer.encoding, layer.reason)))
    return f"{names[layer.verdict]}: {details}" if details else names[layer.verdict]


def show_figures(figures: Mapping[str, object]) -> None:
    """What `evaluate` prints for people: a name and a figure a line; shares as percentages."""
    rows = [
        (name.replace("_", " "), f"{value:.2%}" if isinstance(value, float) else str(value))
        for name, value in figures.items()
    ]
    print_table(
        (Column(translate("measure"), wraps=True), Column(translate("value"), right=True)), rows, to_stderr=False
    )


def show_report(report: Mapping[str, object]) -> None:
    """What `train` prints for people: numbers with thousands apart."""
    rows = [(name.replace("_", " "), _number(value)) for name, value in report.items()]
    print_table((Column(translate("measure")), Column(translate("value"), right=True)), rows, to_stderr=False)


def _number(value: object) -> str:
    if isinstance(value, tuple):
        return " / ".join(map(_number, value))
    if isinstance(value, float):
        return f"{value:,.1f}"
    return "-" if value is None else f"{value:,}"


def show_checks(checks: Sequence[Check]) -> None:
    """What `doctor` prints for people."""
    columns = (
        Column(translate("check")),
        Column(""),
        Column(translate("found"), wraps=True),
        Column(translate("what mends it"), wraps=True),
    )
    names = {True: translate("ok"), False: translate("missing")}
    print_table(
        columns, [(check.name, names[check.ok], check.found, check.remedy) for check in checks], to_stderr=False
    )
