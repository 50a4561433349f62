# SPDX-License-Identifier: Apache-2.0
"""`ocr-kh count`: pages by paper size, as the trade is paid by them."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.cli import terminal
from ocr_kh.cli.parser import Parser, command
from ocr_kh.cli.project import project_for
from ocr_kh.errors import ExitCode
from ocr_kh.messages import N_, translate

if TYPE_CHECKING:
    from argparse import Namespace

    from ocr_kh.acceptance.counts import Delivery

_log = logging.getLogger("ocr_kh.cli")

_COLUMNS = {
    "dossier": N_("hồ sơ"),
    "files": N_("files"),
    "unreadable": N_("unreadable"),
    "pages": N_("pages"),
    "A5": N_("A5"),
    "A4": N_("A4"),
    "A3": N_("A3"),
    "A2": N_("A2"),
    "A1": N_("A1"),
    "A0": N_("A0"),
    "unknown": N_("size unknown"),
    "a4_units": N_("A4 units"),
    "blank_pages": N_("blank"),
    "a4_units_without_blank": N_("A4 units without blank"),
    "sheets_least": N_("sheets from"),
    "sheets_most": N_("to"),
}
"""Columns of dossier_counts.csv that a screen takes, with their headings."""


def add_count(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """The command and its arguments."""
    parser = command(
        subparsers,
        count_pages,
        summary=translate("count pages by paper size, and in units of A4"),
        about=translate(
            """Counts the pages of PDF and image files below the paths, by hồ sơ and in all. A page counts as the
smallest size whose area, times --factor, holds it: A5 and A4 are one unit, A3 two, A2 four, A1 eight, A0 sixteen. Its
box is the crop box within the media box, times UserUnit, as viewers show it. Pages within --near of a limit are listed:
another cut of the same sheet would be paid otherwise. Sheets are bounds: a sheet has one face with a page, or two.

Of a folder that convert wrote to its documents are counted by hồ sơ (the list of --records, else their folders), with
blank pages and without. A file that cannot be opened has -1 pages, and makes the exit code 5. A page of an image (TIFF,
JPEG, PNG ...) is as large as its pixels at its resolution; one that states none is listed, with no A4 units.

With --out the tables page_counts.csv, dossier_counts.csv, near_limits.csv and page_counts.xlsx, all in one, are written
there; they hold the factor they were made with. On stdout comes a row a hồ sơ, and the total.""",
        ),
        examples="""  ocr-kh count scans
  ocr-kh count result --out counts
  ocr-kh count result --factor 1.15 --near 0.05""",
    )
    parser.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar=translate("PATH"),
        help=translate("PDF and image files, folders of them, or a folder given to convert as --out"),
    )
    parser.add_argument(
        "--factor",
        type=_factor,
        metavar="N",
        help=translate("how many times its own area a size still holds (default: 1.1)"),
    )
    parser.add_argument(
        "--near",
        type=_share,
        metavar="N",
        help=translate("list pages within this share of a limit (default: 0.03)"),
    )
    parser.add_argument(
        "--out", type=Path, metavar=translate("DIR"), help=translate("write the tables into this folder")
    )


def count_pages(options: Namespace) -> ExitCode:
    """A table on stdout; what is near a limit or cannot be opened on stderr."""
    for path in options.paths:
        terminal.check_exists(path)
    from ocr_kh.acceptance.counting import Rule, count_files
    from ocr_kh.acceptance.counts import counted

    agreed = project_for(*options.paths).counting
    rule = Rule(
        agreed.factor if options.factor is None else options.factor,
        agreed.near if options.near is None else options.near,
    )
    delivery = counted(count_files(options.paths, rule), rule, options.out)
    columns = [terminal.Column(translate(heading), right=name != "dossier") for name, heading in _COLUMNS.items()]
    rows = [[terminal.one_line(row[name]) for name in _COLUMNS] for row in delivery.dossier_rows()]
    rows[-1][0] = translate("total")
    terminal.print_table(columns, rows, to_stderr=False)
    _tell_near(delivery)
    for file in delivery.sizeless:
        _log.warning(translate("%s states no resolution; the size of its pages is unknown."), file.path)
    for file in delivery.unreadable:
        _log.error("%s", file.error)
    if not delivery.total.files:
        _log.warning(translate("There is no PDF or image file there."))
    return ExitCode.PARTLY if delivery.total.unreadable else ExitCode.DONE


def _tell_near(delivery: Delivery) -> None:
    template = translate(
        "{path}, page {page}: {width} x {height} points, counted as {paper}; {share} of the limit of {of}"
    )
    for row in delivery.near:
        told = template.format(
            path=row["path"],
            page=row["page"],
            width=row["width"],
            height=row["height"],
            paper=row["counted_as"],
            share=f"{float(row['share_of_limit']):.1%}",
            of=row["limit_of"],
        )
        _log.warning("%s", told)
    if delivery.near_pages > len(delivery.near):
        template = translate("{count} pages are near a limit; near_limits.csv (--out) has all of them.")
        _log.warning("%s", template.format(count=delivery.near_pages))


def _factor(text: str) -> float:
    """A factor from 1 to 2."""
    return _number(text, 1, 2)


def _share(text: str) -> float:
    """A share from 0 to 0.5."""
    return _number(text, 0, 0.5)


def _number(text: str, least: float, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not least <= value <= most:
        template = translate("a number from {least} to {most} is needed, not '{text}'")
        raise argparse.ArgumentTypeError(template.format(least=f"{least:g}", most=f"{most:g}", text=text))
    return value
