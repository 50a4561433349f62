# SPDX-License-Identifier: Apache-2.0
"""What can be typed, and the help that teaches it, in the language in use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh import __version__
from ocr_kh.cli import commands
from ocr_kh.cli.acceptance.counting import add_count
from ocr_kh.cli.acceptance.linting import add_lint, add_privacy
from ocr_kh.cli.acceptance.sampling import add_minutes, add_sample
from ocr_kh.cli.batch_options import add_batch, add_ledger, add_overwrite, add_watching
from ocr_kh.cli.delivery import add_deliver, add_init, add_verify
from ocr_kh.cli.dossier import add_dossier
from ocr_kh.cli.finding import add_find
from ocr_kh.cli.learning import add_learn
from ocr_kh.cli.options import add_conversion, add_dictionary, add_json, add_repair, add_text_file, project_file_note
from ocr_kh.cli.parser import Parser, use_our_words
from ocr_kh.cli.parser import command as _command
from ocr_kh.cli.parser import common_options as _common
from ocr_kh.cli.review_options import add_review
from ocr_kh.messages import LANGUAGES, translate

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


def language_asked_for(arguments: Sequence[str]) -> str | None:
    """The value of `--lang`, looked up before parsing: the help and its errors are already in that language."""
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        if name == "--lang":
            value = value if equals else "".join(arguments[position + 1 : position + 2])
            return value if value in LANGUAGES else None
    return None


def build_parser() -> Parser:
    """The parser of all commands; `run` is set to the command's function."""
    use_our_words()
    parser = Parser(
        prog="ocr-kh",
        description=translate(
            "Turns scanned Vietnamese administrative documents into right text, structured plans and searchable PDF.",
        ),
        epilog=_epilog(
            translate(
                """examples:
  ocr-kh convert scans/ --out result/       every scan below scans/, a folder each
  ocr-kh repair old-ocr.txt > right.txt     mend text that another OCR left
  ocr-kh parse right.txt > plan.json        the plan in a text, as JSON
  ocr-kh doctor                             is everything installed?

`ocr-kh COMMAND --help` tells more about each command, `ocr-kh help TOPIC` about formats, errors and more.""",
            ),
            translate(
                """exit codes:
  0    all done
  1    a fault of ours; please report it
  2    wrong usage, or a path that does not exist
  3    something is missing or cannot be written on this machine
  4    the one input given cannot be read
  5    finished, but some documents or pages failed
  130  interrupted; the same command goes on where it stopped""",
            ),
        ),
        parents=[_common()],
    )
    parser.add_argument(
        "--version", action="version", version=f"ocr-kh {__version__}", help=translate("show the version and exit")
    )
    parser.set_defaults(lang=None, quiet=False, debug=False, log_format="text")
    subparsers = parser.add_subparsers(
        title=translate("commands"), metavar=translate("COMMAND"), dest="command", required=True
    )
    for add in (
        add_init, _convert, _watch, _export, _import, _review, add_learn, add_find, add_count, add_sample, add_minutes,
        add_lint, add_privacy, add_dossier, add_deliver, add_verify, _status, _repair, _parse, _inspect, _evaluate,
        _train, _doctor, _schema, _help,
    ):  # fmt: skip
        add(subparsers)
    return parser


def _convert(subparsers: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(
        subparsers,
        commands.convert,
        summary=translate("turn scans into text, plan and searchable PDF"),
        about=translate(
            """Takes PDF and images (TIFF, PNG, JPEG, HEIC, WebP, BMP, GIF, JPEG 2000), ZIP files and PDF portfolios of
them, folders of all these, and text files named outright. Each document gets a folder under --out, named after the
file: text.txt, original.txt, repairs.jsonl, plan.json, plan.md, searchable.pdf, record.xml and provenance.json. Beside
them index.csv has a row for each document, sections.csv one for each block of text, needs_review.csv one for each page
that a person should look at; assignments.csv, deadlines.csv, targets.csv, citations.csv, recipients.csv and fields.csv
have what was drawn from the texts. What is finished is not done again: after an interruption, or when scans have come
in, run the same command.

A file that holds several documents, scanned through, becomes a folder with one for each: a.pdf/01, a.pdf/02.

What a person did is never lost: when a document is converted again, edits of text.txt and record.xml are taken in
as corrections (corrections.jsonl), and made again in the new files; a file edited in another way is kept beside,
as text.edited.txt.

On stdout comes one line a document: its status (done, partly, failed, held, unchanged, duplicate), a tab, and its
folder, for a copy that of the first one; for one that has none, its path. Files of other kinds in the folders are
skipped: index.csv has a row with the reason for each, and one line at the end counts them. A document marked MẬT, TỐI
MẬT or TUYỆT MẬT is held back: nothing of it is written.""",
        )
        + project_file_note(),
        examples="""  ocr-kh convert scan.pdf --out result
  ocr-kh convert archive/2025 archive/2026 --out result --jobs 8
  ocr-kh convert pages/ --join --out result --formats text,pdf""",
    )
    add_conversion(parser)
    add_batch(parser)
    add_overwrite(parser)


def _watch(subparsers: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(
        subparsers,
        commands.watch,
        summary=translate("convert scans as they come into a folder"),
        about=translate(
            """Looks at the folders again and again, and converts each document when it is complete: its files have
kept size and times for --settle seconds, and end as their kind does. A document that is replaced is converted
again. Hidden files and those that copies leave half-done (~scan.pdf, scan.pdf.part) are passed over. What is
written, and the other options, are those of convert; what is done already stays unchanged, without a line.

It goes on without end. Ctrl-C (exit code 130) or SIGTERM (exit code 0) end it: pages being read are dropped, and
the same command goes on with them. A folder that vanishes is waited for, and so is room on a full disk.""",
        )
        + project_file_note(),
        examples="""  ocr-kh watch /srv/scans --out /srv/result
  ocr-kh watch /srv/scans --out /srv/result --interval 60 --formats text,pdf
  ocr-kh watch /srv/scans --out /srv/result --once""",
    )
    add_watching(parser)
    add_conversion(parser)
    add_batch(parser)


def _export(subparsers: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(
        subparsers,
        commands.export,
        summary=translate("make all files again with what people corrected"),
        about=translate(
            """Takes what convert read and the decisions of people (corrections.jsonl, edits of text.txt and record.xml)
and makes text, plan, record, searchable PDF and the tables again. No page is read. Where nothing was decided,
nothing changes, byte for byte. The PDF needs the scan where it lay; without it the PDF stays as it is.

On stdout comes one line a document: done, unchanged, partly or failed, a tab, and its folder.""",
        ),
        examples="""  ocr-kh export result
  ocr-kh export result --only a.pdf b.pdf/01""",
    )
    parser.add_argument(
        "folder", type=Path, metavar=translate("DIR"), help=translate("the folder given to convert as --out")
    )
    parser.add_argument(
        "--only",
        nargs="+",
        default=(),
        metavar=translate("FOLDER"),
        help=translate("only these documents, each by its folder as index.csv has it"),
    )
    add_ledger(parser)


def _import(subparsers: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(
        subparsers,
        commands.import_table,
        summary=translate("take in what was corrected in index.xlsx or index.csv"),
        about=translate(
            """Correct fields of the documents in a spreadsheet: in the sheet Danh mục of index.xlsx (--formats xlsx),
or in index.csv, to which columns such as maintenance and mode may be added. Each cell that says something else than
was written becomes a correction (corrections.jsonl), and text, record, PDF, names by record and tables follow, as
with export. Codes may be written by number or name (01, Vĩnh viễn), dates as 04/03/2026. Rows may be sorted,
filtered or taken out, columns moved or hidden.

Where a cell is wrong, all wrong ones are told with row and column, and nothing is changed. The tables are made
anew; one that was edited in the folder itself stays beside, as index.edited.xlsx. To undo, correct back.

On stdout comes one line a document: done, unchanged, partly or failed, a tab, and its folder. With --dry-run it is
one line a change: folder, field of plan.json, what stands there, what is to stand there, parted by tabs.""",
        ),
        examples="""  ocr-kh import result result/index.xlsx --dry-run
  ocr-kh import result result/index.xlsx
  ocr-kh import result ~/checked.csv --who 'Lê Văn Mẫu'""",
    )
    parser.add_argument(
        "folder", type=Path, metavar=translate("DIR"), help=translate("the folder given to convert as --out")
    )
    parser.add_argument(
        "table", type=Path, metavar=translate("TABLE"), help=translate("the corrected index.xlsx or index.csv")
    )
    parser.add_argument("--dry-run", action="store_true", help=translate("show what would change; change nothing"))
    parser.add_argument(
        "--who",
        default="",
        metavar=translate("NAME"),
        help=translate("who corrected it (default: who saved the workbook last, else the owner of the file)"),
    )
    add_ledger(parser)


def _review(subparsers: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(
        subparsers,
        commands.review,
        summary=translate("check fields, words and pages in the browser, at the keyboard"),
        about=translate(
            """Opens a desk on this machine and prints its address, for a browser; `?` there lists the keys. What is
decided is in corrections.jsonl at once, and the files of a document are made again when it is left. Several people
may work on one folder, each on a document of their own. Nothing is asked of any other machine. Ctrl-C closes the
desk; nothing is lost, and the next one goes on where this one stopped.

With --listen others in the office may come in. They need a password, which is asked for, or taken from the
environment (OCR_KH_PASSWORD). What is sent is not encrypted: only for a network that you trust.""",
        ),
        examples="""  ocr-kh review result
  ocr-kh review result --dictionary our-words
  ocr-kh review result --listen 192.168.1.20 --port 8080""",
    )
    add_review(parser)


def _status(subparsers: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(
        subparsers,
        commands.status,
        summary=translate("show how far a conversion is"),
        about=translate(
            """Documents done, failed, held back and waiting in a folder that convert writes to, doubtful words, pages a
minute and the time left; also while convert is at work. Those that failed or are held back are listed.""",
        ),
        examples="""  ocr-kh status result
  ocr-kh status result --json""",
    )
    parser.add_argument(
        "folder", type=Path, metavar=translate("DIR"), help=translate("the folder given to convert as --out")
    )
    add_ledger(parser)
    add_json(parser)


def _repair(subparsers: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(
        subparsers,
        commands.repair,
        summary=translate("repair text that an OCR engine left"),
        about=translate(
            """Reads text, writes the repaired text to stdout with its line breaks kept. Text that is right comes out
as it went in. With --explain-to every change is written down: line, place, before, after, why.""",
        ),
        examples="""  ocr-kh repair old-ocr.txt > right.txt
  pdftotext scan.pdf - | ocr-kh repair --explain-to repairs.jsonl""",
    )
    add_text_file(parser)
    parser.add_argument(
        "--explain-to", type=Path, metavar=translate("FILE"), help=translate("write the repairs there, as JSON lines")
    )
    add_repair(parser)


def _parse(subparsers: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(
        subparsers,
        commands.parse,
        summary=translate("find the plan in a text"),
        about=translate(
            """Reads the text of one document and writes its header, outline, closing, recipients and signatures to
stdout as JSON (`ocr-kh schema` describes it). Markdown marks are tolerated. The text is not repaired:
put `ocr-kh repair` before it if it needs that.""",
        ),
        examples="""  ocr-kh parse right.txt > plan.json
  ocr-kh repair old-ocr.txt | ocr-kh parse > plan.json""",
    )
    add_text_file(parser)
    add_dictionary(parser)


def _inspect(subparsers: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(
        subparsers,
        commands.inspect,
        summary=translate("show what each page of a file is"),
        about=translate(
            """For each page: size and resolution, colour, rotation and skew, seal, blank or not, and whether its own
text layer is right, and why. Nothing is written and no page is read.""",
        ),
        examples="""  ocr-kh inspect scan.pdf
  ocr-kh inspect scan.pdf --json""",
    )
    parser.add_argument("file", type=Path, metavar=translate("FILE"), help=translate("a PDF, an image or a text file"))
    add_json(parser)


def _evaluate(subparsers: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(
        subparsers,
        commands.evaluate,
        summary=translate("measure a text against the truth"),
        about=translate(
            """CER and WER, missed and extra words, syllable accuracy and tone errors. With --before also what the
repair did: corrections right, wrong and missed.""",
        ),
        examples="""  ocr-kh evaluate result/scan.pdf/text.txt truth.txt
  ocr-kh evaluate text.txt truth.txt --before original.txt --json""",
    )
    parser.add_argument("result", type=Path, metavar=translate("RESULT"), help=translate("the text to measure"))
    parser.add_argument("truth", type=Path, metavar=translate("TRUTH"), help=translate("what the page really says"))
    parser.add_argument(
        "--before", type=Path, metavar=translate("ORIGINAL"), help=translate("the text before it was repaired")
    )
    add_json(parser)


def _train(subparsers: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(
        subparsers,
        commands.train,
        summary=translate("train a language model on text of your own"),
        about=translate(
            """Counts the syllables of text files (.txt, or .txt.xz) in runs of up to four, keeps the runs that tell
most and writes them as a model. What was read and kept, and the perplexity of the text kept out of
training, is printed on stdout. Takes minutes and a few GB of memory for 70 million syllables.""",
        ),
        examples="""  ocr-kh train corpus/*.txt.xz --out language.bin""",
    )
    parser.add_argument(
        "corpora", nargs="+", type=Path, metavar=translate("CORPUS"), help=translate("a text file, compressed or not")
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar=translate("MODEL"), help=translate("the file to write the model to")
    )
    add_json(parser)


def _doctor(subparsers: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(
        subparsers,
        commands.doctor,
        summary=translate("check that everything needed is here"),
        about=translate(
            """Checks the engine and its language data, the PDF renderer, the dictionaries, the language model and
the folders written to, and says the command that mends what is missing.""",
        ),
        examples="""  ocr-kh doctor
  ocr-kh doctor --out /archive/result --json""",
    )
    parser.add_argument(
        "--out", type=Path, metavar=translate("DIR"), help=translate("check that results can be written there too")
    )
    add_dictionary(parser)
    add_json(parser)


def _schema(subparsers: argparse._SubParsersAction[Parser]) -> None:
    _command(
        subparsers,
        commands.schema,
        summary=translate("print the JSON Schema of plan.json"),
        about=translate("For validators and code generators."),
        examples="""  ocr-kh schema > plan.schema.json""",
    )


def _help(subparsers: argparse._SubParsersAction[Parser]) -> None:
    parser = _command(
        subparsers,
        commands.help_on,
        summary=translate("show a page of the documentation"),
        about=translate("The pages that the documentation has, in English; without a topic, which there are."),
        examples="""  ocr-kh help
  ocr-kh help formats""",
    )
    parser.add_argument(
        "topic", nargs="?", metavar=translate("TOPIC"), help=translate("what to show, such as formats or errors")
    )


def _epilog(*parts: str) -> str:
    return "\n\n".join(parts)
