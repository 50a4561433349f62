# SPDX-License-Identifier: Apache-2.0
"""`ocr-kh dossier`: the papers that go with each dossier."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.cli import terminal
from ocr_kh.cli.parser import Parser, command
from ocr_kh.cli.project import add_dossiers, project_for
from ocr_kh.errors import ExitCode
from ocr_kh.messages import translate

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace

    from ocr_kh.delivery.dossier_papers.making import Made

_log = logging.getLogger("ocr_kh.cli")


def add_dossier(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """The command and its arguments."""
    parser = command(
        subparsers,
        dossier,
        summary=translate("write contents list and cover of each dossier, and labels of boxes"),
        about=translate(
            """Writes for each dossier (hồ sơ), in a folder named after its code, the contents list (MUCLUC: mục lục văn
bản, tài liệu) and the cover sheet (BIA: bìa hồ sơ), and for all boxes that the list of dossiers names their labels
(NHANHOP), each as DOCX and PDF. Dossiers, numbers and values are those of deliver. Start and end are counted where the
list does not say them, sheets only where one number is possible. What nothing says is left blank, and blanks.csv names
it. A file that was edited by hand is kept beside the new one. No page is read.

signing.csv says which PDFs are to be signed, whether each is PDF/A and has room at the top right of page 1; called
again behind the signing, whether PDF/A and text survived it.

On stdout comes one line a dossier: done or left out, a tab, its code, a tab, its folder. The exit code is 5 where a
dossier was left out, because a document of it could not be read or has decisions waiting.""",
        ),
        examples="""  ocr-kh dossier result --records ho-so.xlsx
  ocr-kh dossier result --to papers --no-pdf""",
    )
    parser.add_argument(
        "folder", type=Path, metavar=translate("DIR"), help=translate("the folder given to convert as --out")
    )
    parser.add_argument(
        "--to",
        type=Path,
        metavar=translate("FOLDER"),
        help=translate("the folder for the papers (default: dossier-papers in DIR)"),
    )
    add_dossiers(parser)
    parser.add_argument(
        "--delivery",
        type=Path,
        metavar=translate("DELIVERY"),
        help=translate("an earlier delivery, whose numbers documents keep"),
    )
    parser.add_argument("--no-pdf", action="store_true", help=translate("write DOCX alone; PDF needs typst"))


def dossier(options: Namespace) -> ExitCode:
    """One line a dossier on stdout."""
    terminal.check_exists(options.folder)
    from ocr_kh.delivery.dossier_papers.making import FOLDER, Order, make_papers

    project = project_for(options.folder, Path(), named=options.project)
    order = Order(
        options.folder,
        options.to or options.folder / FOLDER,
        project,
        options.records,
        with_pdf=not options.no_pdf,
        delivery=options.delivery,
    )
    left_out = 0
    for made in make_papers(order):
        _tell(made)
        left_out += made.status == "left out"
    return ExitCode.PARTLY if left_out else ExitCode.DONE


def _tell(made: Made) -> None:
    terminal.write_result("\t".join(map(terminal.one_line, (made.status, made.code, made.place))) + "\n")
    blank = dict.fromkeys(fault.field for _, fault in made.faults if not fault.is_certain)
    for folder, fault in made.faults:
        if fault.is_certain:
            place = " ".join(filter(None, (made.code, folder, fault.field)))
            _log.log(logging.ERROR if made.status == "left out" else logging.WARNING, "%s: %s", place, fault.reason)
    if blank and made.status == "done":
        _log.warning(translate("%s: blank are %s; blanks.csv says where."), made.code, ", ".join(blank))
