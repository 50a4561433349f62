# SPDX-License-Identifier: Apache-2.0
"""`ocr-kh lint`: what does not fit together among the documents of a hồ sơ."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.cli import terminal
from ocr_kh.cli.parser import Parser, command
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
of another day than the cited document has; pages out of order; scans below the archive rule. No page is read.

On stdout comes a line a finding: fault or look, code, the document's folder, the field in its plan.json, and what is
amiss, parted by tabs; lint.csv in the folder has the same with hồ sơ and page. The exit code is 5 where there is a
fault. --dossiers names a table (CSV or XLSX) with code, start and end of each hồ sơ (mã hồ sơ, ngày bắt đầu, ngày kết
thúc).""",
        ),
        examples="""  ocr-kh lint result
  ocr-kh lint result --dossiers muc-luc-ho-so.xlsx""",
    )
    parser.add_argument(
        "folder", type=Path, metavar=translate("DIR"), help=translate("the folder given to convert as --out")
    )
    parser.add_argument(
        "--dossiers", type=Path, metavar=translate("LIST"), help=translate("a table of the hồ sơ with their periods")
    )


def lint(options: Namespace) -> ExitCode:
    """One line a finding on stdout."""
    terminal.check_exists(options.folder)
    from ocr_kh.acceptance.lint.kinds import Severity
    from ocr_kh.acceptance.lint.periods import read_periods
    from ocr_kh.acceptance.lint.report import write_lint

    if options.dossiers:
        terminal.check_file(options.dossiers)
    periods = read_periods(options.dossiers) if options.dossiers else None
    faults = 0
    for each in write_lint(options.folder, periods):
        cells = (each.severity, each.code, each.folder, each.pointer, each.words)
        terminal.write_result("\t".join(map(terminal.one_line, cells)) + "\n")
        faults += each.severity == Severity.FAULT
    return ExitCode.PARTLY if faults else ExitCode.DONE
