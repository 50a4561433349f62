# SPDX-License-Identifier: Apache-2.0
"""`ocr-kh lint` and `ocr-kh privacy`: what is looked for in all documents before they are handed over or shared."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.cli import terminal
from ocr_kh.cli.batch_options import add_ledger
from ocr_kh.cli.parser import Parser, command
from ocr_kh.cli.project import project_for
from ocr_kh.errors import ExitCode
from ocr_kh.messages import translate

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace


def add_lint(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """The command and its arguments."""
    parser = command(
        subparsers,
        lint,
        summary=translate("find what does not fit together within each hồ sơ"),
        about=translate(
            """Goes through the documents of each hồ sơ: dates outside its period, before 1945, in the future or far
from all others; a year in a number that is not that of the date; the same document, file or page twice; numbers of
the hồ sơ without a document; annexes that a text names and that are not there; citations younger than the document, or
of another day than the cited document has; a text in another language than its record says; pages out of order; scans
below the archive rule. No page is read.

A cover or contents list that lies among the documents is held against them: what is listed and not there, there and not
listed, another number, date, sheet, first or last day. A cover or list that was misread can be put right in
`ocr-kh review`.

On stdout comes a line a finding: fault or look, code, the document's folder, the field in its plan.json, and what is
amiss, parted by tabs; lint.csv in the folder has the same with hồ sơ and page. The exit code is 5 where there is a
fault.

--dossiers names a table (CSV or XLSX) with code, start and end of each hồ sơ (mã hồ sơ, ngày bắt đầu, ngày kết thúc).
--contents names lists of documents (mục lục văn bản), one or more, with number and symbol, date, and sheet or page of
each; which hồ sơ it is a column says, a line above the table (Số, ký hiệu hồ sơ: ...), or the name of the file. Both
go before what covers and lists among the documents say. What is missing, not listed, or listed otherwise is told.""",
        ),
        examples="""  ocr-kh lint result
  ocr-kh lint result --dossiers muc-luc-ho-so.xlsx
  ocr-kh lint result --contents muc-luc/*.xlsx""",
    )
    parser.add_argument(
        "folder", type=Path, metavar=translate("DIR"), help=translate("the folder given to convert as --out")
    )
    parser.add_argument(
        "--dossiers", type=Path, metavar=translate("LIST"), help=translate("a table of the hồ sơ with their periods")
    )
    parser.add_argument(
        "--contents",
        nargs="+",
        default=(),
        type=Path,
        metavar=translate("LIST"),
        help=translate("lists of the documents that the hồ sơ should have"),
    )


def lint(options: Namespace) -> ExitCode:
    """One line a finding on stdout."""
    terminal.check_exists(options.folder)
    from ocr_kh.acceptance.lint.contents import read_contents
    from ocr_kh.acceptance.lint.kinds import Severity
    from ocr_kh.acceptance.lint.limits import Limits
    from ocr_kh.acceptance.lint.periods import read_periods
    from ocr_kh.acceptance.lint.report import Lists, write_lint

    for path in (*filter(None, [options.dossiers]), *options.contents):
        terminal.check_file(path)
    periods = read_periods(options.dossiers) if options.dossiers else {}
    limits = Limits(**asdict(project_for(options.folder).lint))
    faults = 0
    for each in write_lint(options.folder, Lists(periods, read_contents(options.contents)), limits):
        cells = (each.severity, each.code, each.folder, each.pointer, each.words)
        terminal.write_result("\t".join(map(terminal.one_line, cells)) + "\n")
        faults += each.severity == Severity.FAULT
    return ExitCode.PARTLY if faults else ExitCode.DONE


def add_privacy(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """The command and its arguments."""
    parser = command(
        subparsers,
        privacy,
        summary=translate("list where personal data stand, and what is secret"),
        about=translate(
            """Looks for numbers of identity cards, telephone numbers, e-mail and home addresses, and bank accounts in
the texts of all documents, by their form and the words beside them, and lists the documents that were held back or bear
a mark of secrecy or of limited circulation. Only places are told, never a value. What is found by form and words may be
incomplete: names are not looked for, and a number that was misread is not found. No page is read.

On stdout comes a line a place: kind, the document's folder, page, and the text in its plan.json, parted by tabs;
privacy.csv in the folder has the same with lines of original.txt.""",
        ),
        examples="""  ocr-kh privacy result
  ocr-kh privacy result | cut -f1 | sort | uniq -c""",
    )
    parser.add_argument(
        "folder", type=Path, metavar=translate("DIR"), help=translate("the folder given to convert as --out")
    )
    add_ledger(parser)


def privacy(options: Namespace) -> ExitCode:
    """One line a place on stdout."""
    terminal.check_exists(options.folder)
    from ocr_kh.acceptance.held import held_documents
    from ocr_kh.acceptance.privacy import write_places

    for each in write_places(options.folder, held_documents(options.folder, options.ledger)):
        cells = (each.kind, each.folder, str(each.page or ""), each.pointer)
        terminal.write_result("\t".join(map(terminal.one_line, cells)) + "\n")
    return ExitCode.DONE
