# SPDX-License-Identifier: Apache-2.0
"""Arguments of a batch: what is a document, what it may cost, what is done again, what is said at the end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

from ocr_kh.batch.arrival import INTERVAL, SETTLE
from ocr_kh.cli.parser import count, seconds
from ocr_kh.messages import translate
from ocr_kh.settings import NameBy, Settings

if TYPE_CHECKING:
    from ocr_kh.cli.parser import Parser

_DEFAULTS = Settings()


def add_batch(parser: Parser) -> None:
    """Everything about many documents."""
    _add_inputs(parser)
    _add_limits(parser)
    _add_resuming(parser)
    parser.add_argument(
        "--no-nice",
        action="store_false",
        dest="nice",
        default=None,
        help=translate("compete with the machine's other work; by default that comes first"),
    )
    parser.add_argument(
        "--scheduler",
        metavar=translate("ADDRESS"),
        help=translate(
            "read the pages with the workers of this Dask scheduler (tcp://host:8786), all there are whatever --jobs "
            "says, on storage that all machines have under the same paths; needs pip install 'ocr-kh[distributed]'"
        ),
    )
    parser.add_argument(
        "--summary",
        action="store_true",
        help=translate("end with a table of all documents on stderr, at a terminal or not"),
    )


def add_watching(parser: Parser) -> None:
    """How a folder is watched."""
    parser.add_argument(
        "--interval",
        type=seconds,
        default=INTERVAL,
        metavar=translate("SECONDS"),
        help=translate("look so often (default: {seconds}); less often where looking takes long").format(
            seconds=f"{INTERVAL:g}"
        ),
    )
    parser.add_argument(
        "--settle",
        type=seconds,
        default=SETTLE,
        metavar=translate("SECONDS"),
        help=translate("take a file to be complete when it has not changed for so long (default: {seconds})").format(
            seconds=f"{SETTLE:g}"
        ),
    )
    parser.add_argument(
        "--once",
        action="store_true",
        help=translate("convert what is complete, then end, with the exit code of convert; for cron"),
    )


def _add_inputs(parser: Parser) -> None:
    parser.add_argument(
        "--join", action="store_true", help=translate("take the images of a folder as the pages of one document")
    )
    parser.add_argument(
        "--no-split",
        action="store_false",
        dest="split",
        default=None,
        help=translate("take each file as one document, also where it holds several, scanned through"),
    )
    parser.add_argument(
        "--records",
        type=Path,
        metavar=translate("LIST"),
        help=translate(
            "a table (CSV or XLSX) of hồ sơ: a column for the folder or file, one for the code; both go into index.csv "
            "with each document's number in its hồ sơ"
        ),
    )
    parser.add_argument(
        "--name-by",
        choices=get_args(NameBy),
        help=translate(
            "record: put the PDFs into by-record/ too, under the names of the archive rule (H49.64.33.2001.160.1.pdf), "
            "with their records; file: only into the documents' folders (default)"
        ),
    )
    parser.add_argument("--include-text", action="store_true", help=translate("take .txt files found in folders too"))
    parser.add_argument(
        "--password", metavar=translate("PASSWORD"), help=translate("opens encrypted PDFs; it is not written anywhere")
    )
    parser.add_argument(
        "--allow-secret",
        action="store_true",
        help=translate("convert documents marked MẬT, TỐI MẬT or TUYỆT MẬT like any other"),
    )


def _add_limits(parser: Parser) -> None:
    parser.add_argument(
        "--page-timeout",
        type=seconds,
        metavar=translate("SECONDS"),
        help=translate("stop a page that takes longer (default: {seconds})").format(
            seconds=f"{_DEFAULTS.page_timeout:g}"
        ),
    )
    parser.add_argument(
        "--document-timeout",
        type=seconds,
        metavar=translate("SECONDS"),
        help=translate("stop a document that takes longer (default: {seconds})").format(
            seconds=f"{_DEFAULTS.document_timeout:g}"
        ),
    )
    parser.add_argument(
        "--memory-limit",
        type=count,
        metavar="MB",
        help=translate("memory for each page worker, and for its engine (default: its share of the machine's)"),
    )
    parser.add_argument(
        "--max-failures",
        type=count,
        metavar="N",
        help=translate("stop when so many documents have failed (default: never)"),
    )


def _add_resuming(parser: Parser) -> None:
    parser.add_argument(
        "--retry-failed",
        action="store_true",
        help=translate("try again what failed in an earlier run with the same settings"),
    )
    add_ledger(parser)


def add_overwrite(parser: Parser) -> None:
    """What becomes of files that a person edited."""
    parser.add_argument(
        "--overwrite",
        action="store_true",
        help=translate(
            "write over files that were edited by hand; without it edits are taken in as corrections, or kept beside. "
            "Asks first; corrections.jsonl stays"
        ),
    )
    parser.add_argument("--yes", action="store_true", help=translate("do not ask before edits are discarded"))


def add_ledger(parser: Parser) -> None:
    """Where it is written down what is done."""
    parser.add_argument(
        "--ledger",
        type=Path,
        metavar=translate("FILE"),
        help=translate("the file that records what is done (default: .ocr-kh.sqlite in the output folder)"),
    )
