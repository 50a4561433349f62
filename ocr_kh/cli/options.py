# SPDX-License-Identifier: Apache-2.0
"""Arguments that more than one command takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

from ocr_kh.cli.parser import count, names
from ocr_kh.messages import translate
from ocr_kh.settings import ALL_FORMATS, DEFAULT_FORMATS, FORMATS, Channel, Pdfa, Tone

if TYPE_CHECKING:
    from ocr_kh.cli.parser import Parser


def add_conversion(parser: Parser) -> None:
    """What is converted, into what, and how; what is not given keeps the default of `Settings`."""
    parser.add_argument("paths", nargs="+", type=Path, metavar=translate("PATH"), help=translate("a file or a folder"))
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar=translate("DIR"),
        help=translate("the folder to write into; made if need be"),
    )
    parser.add_argument(
        "--jobs",
        type=count,
        metavar="N",
        help=translate("pages read at the same time (default: the CPUs this process may use)"),
    )
    parser.add_argument(
        "--mode",
        choices=("auto", "ocr", "text"),
        help=translate(
            "auto: believe a text layer that is right, read the other pages (default); "
            "ocr: read every page; text: read none",
        ),
    )
    parser.add_argument(
        "--careful",
        action="store_true",
        help=translate(
            "read lines that the engine is less than sure of with a second model too, that of the Vietnamese script "
            "(package tesseract-ocr-script-viet)"
        ),
    )
    parser.add_argument(
        "--formats",
        type=names,
        metavar=translate("LIST"),
        help=translate("what to write, comma between: {formats} (default: {default})").format(
            formats=", ".join((*FORMATS, ALL_FORMATS)), default=",".join(DEFAULT_FORMATS)
        ),
    )
    parser.add_argument(
        "--no-repair", action="store_false", dest="repair", help=translate("leave the text as the engine gave it")
    )
    parser.add_argument(
        "--mend-print",
        action="store_true",
        help=translate("mend slips that stand so on the page too; without it they are only reported in repairs.jsonl"),
    )
    parser.add_argument(
        "--pdfa",
        choices=get_args(Pdfa),
        help=translate(
            "for pages that PDF/A does not take as they are: keep: leave them, and say why (default); embed: put in "
            "missing fonts as viewers show them, drop what PDF/A forbids; raster: make images of them"
        ),
    )
    add_repair(parser)


def add_text_file(parser: Parser) -> None:
    """A text file, or the standard input."""
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar=translate("FILE"),
        help=translate("a text file; without it, or for -, the standard input"),
    )


def add_repair(parser: Parser) -> None:
    """How text is repaired; what is not given keeps the default of `Settings`."""
    parser.add_argument(
        "--channel",
        choices=get_args(Channel),
        help=translate(
            "what the text came through. auto: judge line by line (default); english: an OCR model for English, or "
            "the loss of all accents; vietnamese: an OCR model for Vietnamese; none: nothing, change no words",
        ),
    )
    parser.add_argument(
        "--tone",
        choices=get_args(Tone),
        help=translate(
            "where the tone marks of oa, oe, uy stand. document: as in the document (default); "
            "old: hòa, khỏe, ủy; new: hoà, khoẻ, uỷ",
        ),
    )
    add_dictionary(parser)


def add_dictionary(parser: Parser) -> None:
    """Folders of the user's own dictionaries."""
    parser.add_argument(
        "--dictionary",
        type=Path,
        action="append",
        default=[],
        dest="dictionaries",
        metavar=translate("DIR"),
        help=translate("a folder of your own dictionaries, beside the shipped ones; may be given more than once"),
    )


def project_file_note() -> str:
    """What the help of commands that read scans says of the project file."""
    return "\n\n" + translate(
        "Where a project file, ocr-kh.toml, lies beside the scans or the results (`ocr-kh init` writes one), its "
        "section [convert] gives the defaults."
    )


def add_json(parser: Parser) -> None:
    """The result as JSON instead of a table."""
    parser.add_argument("--json", action="store_true", help=translate("print JSON"))
