# SPDX-License-Identifier: Apache-2.0
"""How a desk for checking is opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.cli.batch_options import add_ledger
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from ocr_kh.cli.parser import Parser


def add_review(parser: Parser) -> None:
    """What is checked, and who may come in."""
    parser.add_argument(
        "folder", type=Path, metavar=translate("DIR"), help=translate("the folder given to convert as --out")
    )
    parser.add_argument(
        "--dictionary",
        type=Path,
        metavar=translate("DIR"),
        help=translate("a folder of dictionaries of your own; the key d adds words to its loanwords.txt"),
    )
    parser.add_argument(
        "--sample",
        type=Path,
        metavar=translate("FILE"),
        help=translate("check the documents of this sample (ocr-kh sample), as a second person"),
    )
    parser.add_argument("--read-only", action="store_true", help=translate("show all, change nothing"))
    parser.add_argument(
        "--listen",
        metavar=translate("ADDRESS"),
        help=translate("an address of this machine in the office's network, instead of 127.0.0.1; asks for a password"),
    )
    parser.add_argument(
        "--port",
        type=int,
        default=0,
        metavar="N",
        help=translate("the port (default: one that is free, another each time)"),
    )
    add_ledger(parser)
