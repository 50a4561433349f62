# SPDX-License-Identifier: Apache-2.0
"""`ocr-kh init`, `deliver` and `verify`: the project file of a job, what is handed over, and whether it is right."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, replace
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

    from ocr_kh.delivery.handing_over import Handed
    from ocr_kh.delivery.verification.handed_over import Verified

_log = logging.getLogger("ocr_kh.cli")

_VARIANTS = ("mau", "thong-tu", "csip", "dip")


def add_init(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """The command and its arguments."""
    parser = command(
        subparsers,
        init,
        summary=translate("write a project file, ocr-kh.toml"),
        about=translate(
            """Writes every key that a project file may have, with its default and a comment in the language of the run:
agency, fonds and archive codes, patterns of codes and names, the profile of delivery, defaults of retention, limits,
dictionaries, sampling. Fill in what the job decides; an empty value is an unknown one. deliver finds it in the folder
it is given, beside that, or where it is called. Options of the command line hold before the file.""",
        ),
        examples="""  ocr-kh init
  ocr-kh init result --lang vi""",
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path(),
        metavar=translate("DIR"),
        help=translate("where to write it (default: the current folder)"),
    )


def init(options: Namespace) -> ExitCode:
    """The path of the new file on stdout."""
    from ocr_kh.project_file import write_template

    terminal.write_result(f"{terminal.one_line(str(write_template(options.folder)))}\n")
    return ExitCode.DONE


def add_deliver(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """The command and its arguments."""
    parser = command(
        subparsers,
        deliver,
        summary=translate("make of converted folders what an archive accepts"),
        about=translate(
            """Takes the documents that convert wrote, with what people decided, dossier (hồ sơ) by dossier, and makes
packages (SIP_hoso), trees of files and workbooks of them, as the profile says. No page is read. Which document is of
which dossier index.csv says (convert --records), else the list of dossiers by its column of folders, else the level of
folders that the project file names; title, retention, sheets and so on come from the list.

A dossier that lacks what the circular asks for is left out, and the others go on: left-out.csv says why, names.csv what
became of each file. Nothing is made up. What was handed over and has not changed stays as it is, with its numbers; the
same command goes on after an interruption.

On stdout comes one line a dossier: done, unchanged or left out, a tab, its code, a tab, where it lies. The exit code is
5 where a dossier was left out.""",
        ),
        examples="""  ocr-kh deliver result --to delivery --profile state-xlsx --records ho-so.xlsx
  ocr-kh deliver result --to delivery --profile sip --variant csip
  ocr-kh deliver result --to delivery --profile flat-46 --bagit""",
    )
    parser.add_argument(
        "folder", type=Path, metavar=translate("DIR"), help=translate("the folder given to convert as --out")
    )
    parser.add_argument(
        "--to", type=Path, required=True, metavar=translate("DELIVERY"), help=translate("the folder to deliver into")
    )
    parser.add_argument(
        "--profile",
        metavar=translate("NAME"),
        help=translate(
            "sip: packages alone; state-xlsx: tree, workbook of two sheets, packages; flat-46: tree and workbook of 46 "
            "columns; 7197: names and workbook after 7197/BKHCN-CĐSQG; template: tree, and a workbook of your own "
            "filled by its headings; or that of another package (default: that of the project file)"
        ),
    )
    parser.add_argument(
        "--variant",
        choices=_VARIANTS,
        help=translate(
            "form of the packages. mau: as the sample package (default); thong-tu: as the circular words it; csip: for "
            "receivers that check by E-ARK's rules; dip: a DIP, that answers the request in the project file"
        ),
    )
    add_dossiers(parser)
    parser.add_argument(
        "--renumber", action="store_true", help=translate("number documents anew, those handed over before too")
    )
    parser.add_argument("--zip", action="store_true", help=translate("write each package as a ZIP file"))
    parser.add_argument("--bagit", action="store_true", help=translate("make a BagIt bag of the delivery"))


def deliver(options: Namespace) -> ExitCode:
    """One line a dossier on stdout."""
    terminal.check_exists(options.folder)
    from ocr_kh.delivery import handing_over
    from ocr_kh.delivery.packages.variants import VARIANTS
    from ocr_kh.delivery.profiles import profile_of
    from ocr_kh.errors import ProfileError

    project = project_for(options.folder, Path(), named=options.project)
    name = options.variant or project.delivery.variant
    if name not in VARIANTS:
        raise ProfileError(name=name, reason=translate("known are {known}").format(known=", ".join(VARIANTS)))
    if options.zip:
        project = replace(project, delivery=replace(project.delivery, zip=True))
    order = handing_over.Order(
        options.folder,
        options.to,
        profile_of(options.profile or project.delivery.profile),
        VARIANTS[name],
        project,
        options.records,
        renumber=options.renumber,
        as_bag=options.bagit,
    )
    left_out = 0
    for handed in handing_over.deliver(order):
        _tell_handed(handed)
        left_out += handed.status == "left out"
    return ExitCode.PARTLY if left_out else ExitCode.DONE


def _tell_handed(handed: Handed) -> None:
    cells = (handed.status, handed.code, handed.place)
    terminal.write_result("\t".join(map(terminal.one_line, cells)) + "\n")
    for folder, fault in handed.faults:
        place = " ".join(filter(None, (handed.code, folder, fault.field)))
        level = logging.ERROR if fault.is_certain else logging.WARNING
        data = {"status": handed.status, "file_code": handed.code, "folder": folder} | asdict(fault)
        _log.log(level, "%s: %s", place, fault.reason, extra={"data": data})
    if handed.was_handed_over:
        template = translate("%s was handed over before and is left out now; what was written of it stays.")
        _log.warning(template, handed.code)


def add_verify(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """The command and its arguments."""
    parser = command(
        subparsers,
        verify,
        summary=translate("check packages and deliveries: every file, hash, link, schema, code, date, page count"),
        about=translate(
            """Looks at packages (SIP_hoso), or at all packages, trees and bags below a folder, those of other programs
too, as folders or as ZIP files, which are not unpacked: that every file is there with its size and SHA-256 and is
named, every ID leads somewhere, METS and EAD keep to their schemas, codes, dates and lengths to the circular, documents
to their dossier, and pages to the PDFs. Nothing is changed.

On stdout comes one line a package: valid or invalid, a tab, its path; and below it one line a finding, after a tab,
with file, key and code. What only should be looked at does not make a package invalid. The exit code is 5 where
something is invalid.""",
        ),
        examples="""  ocr-kh verify delivery
  ocr-kh verify delivery/packages/uuid-0F1E2D3C-0000-4000-8000-000000000001
  ocr-kh verify delivery --json > findings.jsonl""",
    )
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar=translate("PACKAGE"), help=translate("a package, or a folder of them")
    )
    parser.add_argument("--json", action="store_true", help=translate("print a JSON object a line"))


def verify(options: Namespace) -> ExitCode:
    """One line a package on stdout, and one a finding."""
    for path in options.paths:
        terminal.check_exists(path)
    from ocr_kh.delivery.verification import verify as verified_below

    invalid = 0
    for path in options.paths:
        for verified in verified_below(path):
            invalid += not verified.is_valid
            terminal.write_result(_json_lines(verified) if options.json else _lines(verified))
    return ExitCode.PARTLY if invalid else ExitCode.DONE


def _lines(verified: Verified) -> str:
    status = translate("valid") if verified.is_valid else translate("invalid")
    told = [f"{status}\t{terminal.one_line(str(verified.path))}"]
    told += [f"\t{terminal.one_line(str(finding))}" for finding in verified.findings]
    return "\n".join(told) + "\n"


def _json_lines(verified: Verified) -> str:
    head = {"kind": verified.kind, "path": str(verified.path), "valid": verified.is_valid}
    findings = [{"kind": "finding", "of": str(verified.path)} | asdict(finding) for finding in verified.findings]
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in (head, *findings))
