# SPDX-License-Identifier: Apache-2.0
"""`ocr-kh find`: where words stand in the documents of an output folder."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.cli import terminal
from ocr_kh.cli.options import add_json
from ocr_kh.cli.parser import Parser, command, count
from ocr_kh.errors import ExitCode
from ocr_kh.messages import translate

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace

_log = logging.getLogger("ocr_kh.cli")


def add_find(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """The command and its arguments."""
    parser = command(
        subparsers,
        find,
        summary=translate("find words in all documents, with or without accents"),
        about=translate(
            """Lists the texts in which all words of the query stand: what has the marks as typed first, then what only
lacks or has others, and in both what stands side by side before what is scattered. In double quotes words must stand
side by side. Case and tone placement (hòa, hoà) do not count.

On stdout comes one line a text: the document's folder, the page (empty for text files), the section, and the words
around, parted by tabs. The index is documents.db in the folder, which --formats db writes with the rest; it is made
where it is missing or older than the results.""",
        ),
        examples="""  ocr-kh find result 'tổ công tác'
  ocr-kh find result 'to cong tac' --limit 100
  ocr-kh find result '"chuyển đổi số"' --json""",
    )
    parser.add_argument(
        "folder", type=Path, metavar=translate("DIR"), help=translate("the folder given to convert as --out")
    )
    parser.add_argument("query", metavar=translate("QUERY"), help=translate("words that stand in one text"))
    parser.add_argument(
        "--limit", type=count, default=20, metavar="N", help=translate("list at most N texts (default: 20)")
    )
    add_json(parser)


def find(options: Namespace) -> ExitCode:
    """One line a text on stdout; how many there are beyond these on stderr."""
    terminal.check_exists(options.folder)
    from ocr_kh.writing.database import find as find_texts

    found = find_texts(options.folder, options.query, limit=options.limit)
    if options.json:
        terminal.write_result(json.dumps([asdict(hit) for hit in found.hits], ensure_ascii=False, indent=2) + "\n")
    else:
        for hit in found.hits:
            cells = (hit.folder, str(hit.page or ""), hit.path, hit.snippet)
            terminal.write_result("\t".join(map(terminal.one_line, cells)) + "\n")
    if not found.hits:
        _log.warning(translate("Nothing found for %s."), options.query)
    elif found.total > len(found.hits):
        _log.warning(translate("%d of %d texts are shown; --limit shows more."), len(found.hits), found.total)
    return ExitCode.DONE
