# SPDX-License-Identifier: Apache-2.0
"""`ocr-kh learn`: proposals for dictionaries shown one by one, or listed for scripts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.cli import terminal
from ocr_kh.cli.options import add_dictionary
from ocr_kh.cli.parser import Parser, command, names
from ocr_kh.errors import ExitCode, UsageError
from ocr_kh.messages import translate

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace
    from collections.abc import Sequence

    from ocr_kh.corrections.learning import Proposal

_PLACES = 3
"""Places that a proposal shows."""
_YES, _NO, _END = {"y", "yes", "c", "có"}, {"n", "no", "k", "không"}, {"q", "quit"}


def add_learn(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """The command and its arguments."""
    parser = command(
        subparsers,
        learn,
        summary=translate("let dictionaries of your own learn from corrections"),
        about=translate(
            """Goes through corrections.jsonl of all documents and proposes what no dictionary has yet: words, family
names, bodies, places, symbols, and phrases that were corrected at two places and more. Each comes with its file,
how often and where. At a terminal, with --dictionary, each is asked for: y (learn it), n (never ask again), skip,
quit. Else they are listed, one a line: number, file, line, how often, where, parted by tabs. Nothing is learned
that was not accepted; convert uses the dictionary where it is named with --dictionary.

--confusions writes what the engine wrote for what, glyph by glyph, with counts; --pairs the words as read and as
they are right, for python -m ocr_kh.training.channel.""",
        ),
        examples="""  ocr-kh learn result --dictionary ~/tu-dien
  ocr-kh learn result --list
  ocr-kh learn result --dictionary ~/tu-dien --accept 1,4
  ocr-kh learn result --list --confusions confusions.tsv""",
    )
    parser.add_argument(
        "folder", type=Path, metavar=translate("DIR"), help=translate("the folder given to convert as --out")
    )
    parser.add_argument("--list", action="store_true", help=translate("list the proposals, ask nothing"))
    parser.add_argument(
        "--accept",
        type=names,
        default=(),
        metavar="N,...",
        help=translate("learn these proposals, by their numbers in the list"),
    )
    parser.add_argument(
        "--confusions", type=Path, metavar=translate("FILE"), help=translate("write what was read for what, as TSV")
    )
    parser.add_argument(
        "--pairs", type=Path, metavar=translate("FILE"), help=translate("write the corrected words in pairs, as TSV")
    )
    add_dictionary(parser)


def learn(options: Namespace) -> ExitCode:
    """One line a proposal on stdout; at a terminal each is asked for instead. Raises UsageError."""
    terminal.check_exists(options.folder)
    from ocr_kh.corrections.learned import accept, open_proposals

    folders = tuple(options.dictionaries)
    if options.confusions or options.pairs:
        _write_confusions(options)
    found = open_proposals(options.folder, folders)
    if options.accept:
        for number in _numbers(options.accept, len(found)):
            accept(_target(folders), found[number - 1])
    elif options.list or not (folders and sys.stdin.isatty() and sys.stderr.isatty()):
        _list(found)
    else:
        _ask(found, options.folder, _target(folders))
    return ExitCode.DONE


def _write_confusions(options: Namespace) -> None:
    from ocr_kh.corrections.confusion_counts import HEADER, confusion_rows, word_pairs
    from ocr_kh.corrections.learning import corrected_documents

    pairs = list(word_pairs(each.corrections for each in corrected_documents(options.folder)))
    if options.confusions:
        rows = [HEADER, *confusion_rows(pairs)]
        terminal.write_file(options.confusions, "".join("\t".join(row) + "\n" for row in rows))
    if options.pairs:  # as ocr_kh.training.channel takes them
        terminal.write_file(options.pairs, "".join(f"{right}\t{read}\t\n" for read, right in pairs))


def _target(folders: Sequence[Path]) -> Path:
    """The dictionary that learns. Raises UsageError."""
    if not folders:
        raise UsageError(reason=translate("name the folder of your own dictionary with --dictionary"))
    return folders[-1]


def _numbers(accepted: Sequence[str], most: int) -> list[int]:
    """The numbers of proposals. Raises UsageError before anything is learned."""
    for text in accepted:
        if not (text.isdecimal() and 1 <= int(text) <= most):
            template = translate("--accept takes numbers of proposals from 1 to {most}, not '{text}'")
            raise UsageError(reason=template.format(most=most, text=text))
    return [int(text) for text in accepted]


def _list(found: Sequence[Proposal]) -> None:
    for number, each in enumerate(found, 1):
        cells = (str(number), each.file, each.line.replace("\t", " | "), str(len(each.places)), _where(each))
        terminal.write_result("\t".join(map(terminal.one_line, cells)) + "\n")


def _where(proposal: Proposal) -> str:
    """The first places, as `a.pdf:2`."""
    places = dict.fromkeys(
        each.folder if each.page is None else f"{each.folder}:{each.page}" for each in proposal.places
    )
    return ", ".join([*places][:_PLACES]) + (", ..." if len(places) > _PLACES else "")


def _ask(found: Sequence[Proposal], out: Path, target: Path) -> None:
    """One question a proposal; what is skipped comes again the next time."""
    from ocr_kh.corrections.learned import accept, decline

    for number, each in enumerate(found, 1):
        line = each.line.replace("\t", " | ")
        template = translate("{number}/{count} {file}: {line} ({times}x: {places}). Learn it? [y/n/skip/quit] ")
        sys.stderr.write(
            template.format(
                number=number,
                count=len(found),
                file=each.file,
                line=terminal.one_line(line),
                times=len(each.places),
                places=terminal.one_line(_where(each)),
            )
        )
        sys.stderr.flush()
        answer = sys.stdin.readline().strip().casefold()
        if answer in _END:
            return
        if answer in _YES:
            accept(target, each)
        elif answer in _NO:
            decline(out, each)
