# SPDX-License-Identifier: Apache-2.0
"""`ocr-kh sample` and `ocr-kh minutes`: documents drawn for a check, and what the check said."""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.cli import terminal
from ocr_kh.cli.parser import Parser, command
from ocr_kh.cli.project import project_for
from ocr_kh.errors import ExitCode, ProjectFileError, UsageError
from ocr_kh.messages import translate

if TYPE_CHECKING:
    import argparse
    from argparse import Namespace

    from ocr_kh.acceptance.sampling.aql import Severity
    from ocr_kh.acceptance.sampling.sample import Draw
    from ocr_kh.acceptance.sampling.series import State
    from ocr_kh.acceptance.sampling.verdict import Verdict
    from ocr_kh.project_file import Project

_SEEDS = 1_000_000
"""Seeds that are chosen where none is given: few enough figures to be written down."""


def add_sample(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """The command and its arguments."""
    parser = command(
        subparsers,
        sample,
        summary=translate("draw documents for a check by a second person"),
        about=translate(
            """Draws documents of the folder by a plan, and keeps the draw with its seed in acceptance/NAME.json. That
file is never changed: a check after corrections is another sample. Plans:

  lq5          TCVN 7790-2 (ISO 2859-2), limiting quality 5 %: sample and number to accept by the size of the lot
  aql:1.0      TCVN 7790-1 (ISO 2859-1), level II, AQL 0.65, 1.0, 1.5, 2.5, 4.0 or 6.5 %
  random:200   200 documents at random
  percent:30   30 % of the documents at random
  weighted:200 200 documents, more of those with likely faults (by the probabilities of fields.csv), in strata

With --unit fields single fields are drawn and judged instead of documents. With --series the lots of an aql plan are a
series: minutes keep in ocr-kh.series.jsonl which of them passed, and the next lot is drawn by normal, tightened or
reduced inspection as the standard's switching rules have it (reduced only where the project file says so).

Then `ocr-kh review DIR --sample FILE` opens the documents for a second person, and `ocr-kh minutes DIR` writes what
was found. On stdout comes the file of the draw, and a line a document: its folder.""",
        ),
        examples="""  ocr-kh sample result --plan lq5
  ocr-kh sample result --plan weighted:200 --seed 7 --only hop-01
  ocr-kh sample result --plan percent:30 --limit 3""",
    )
    parser.add_argument(
        "folder", type=Path, metavar=translate("DIR"), help=translate("the folder given to convert as --out")
    )
    _add_draw(parser)


def _add_draw(parser: Parser) -> None:
    """How many are drawn, of what, and by which rules."""
    parser.add_argument("--plan", metavar=translate("PLAN"), help=translate("how many are drawn (default: lq5)"))
    parser.add_argument(
        "--seed", type=int, metavar="N", help=translate("of the draw (default: one that is chosen, and kept)")
    )
    parser.add_argument(
        "--limit",
        type=float,
        metavar=translate("PERCENT"),
        help=translate("wrong documents that the contract allows, in percent (default: 5)"),
    )
    parser.add_argument(
        "--unit",
        choices=("documents", "fields"),
        help=translate("what is drawn, and what the limit counts (default: documents)"),
    )
    parser.add_argument(
        "--series", metavar=translate("NAME"), help=translate("the series of lots that an aql plan belongs to")
    )
    parser.add_argument(
        "--resubmitted",
        action="store_true",
        help=translate("the lot is shown again after it was put right: it does not count for the series"),
    )
    parser.add_argument(
        "--severity",
        choices=("normal", "tightened", "reduced"),
        help=translate("of the inspection by an aql plan; in a series from this lot on (default: by its rules)"),
    )
    parser.add_argument(
        "--only",
        nargs="+",
        default=(),
        metavar=translate("FOLDER"),
        help=translate("draw from these folders or hồ sơ (codes) alone: they are the lot"),
    )
    parser.add_argument(
        "--name",
        default="",
        metavar=translate("NAME"),
        help=translate("of the sample (default: sample-1, sample-2, ...)"),
    )


def sample(options: Namespace) -> ExitCode:
    """The file of the draw on stdout, and the folders that were drawn."""
    terminal.check_exists(options.folder)
    from ocr_kh.acceptance.sampling.sample import draw, keep

    drawn = draw(options.folder, _wanted(options), options.name)
    path = keep(options.folder, drawn)
    lines = [str(path), *drawn.folders]
    terminal.write_result("".join(f"{terminal.one_line(line)}\n" for line in lines))
    return ExitCode.DONE


def _wanted(options: Namespace) -> Draw:
    """What is to be drawn, as options and project file have it. Raises UsageError."""
    from ocr_kh.acceptance.sampling.plans import plan_of
    from ocr_kh.acceptance.sampling.sample import UNITS, Draw

    project = project_for(options.folder)
    agreed = project.sampling
    plan = plan_of(options.plan or agreed.plan, agreed.limit if options.limit is None else options.limit)
    series = agreed.series if options.series is None else options.series
    if plan.kind != "aql":
        if options.severity or options.series:
            raise UsageError(reason=translate("--series and --severity go with a plan aql:N"))
        series = ""
    severity: Severity = options.severity or "normal"
    if series:
        severity = _severity(options, project, series)
    seed = agreed.seed or secrets.randbelow(_SEEDS) if options.seed is None else options.seed
    unit = options.unit or agreed.unit
    if unit not in UNITS:
        raise ProjectFileError(path=project.path, key="sampling.unit", reason=" | ".join(UNITS))
    return Draw(replace(plan, severity=severity), seed, unit, tuple(options.only), series, not options.resubmitted)


def _severity(options: Namespace, project: Project, series: str) -> Severity:
    """That of the next lot of a series; what a person says holds, and is kept. Raises UsageError where it stopped."""
    from ocr_kh.acceptance.sampling.series import Ledger, Ordered

    ledger = Ledger.of(options.folder, project.path)
    if options.severity:
        ledger.enter(Ordered(series, options.severity))
    return ledger.severity(series, reduces=project.sampling.reduced)


def add_minutes(subparsers: argparse._SubParsersAction[Parser]) -> None:
    """The command and its arguments."""
    parser = command(
        subparsers,
        minutes,
        summary=translate("write the minutes of a checked sample"),
        about=translate(
            """Writes what the check of a sample found, beside the draw: NAME.docx and NAME.pdf in Vietnamese, with
scope, rule, errors by field, kind and person, the rate of wrong documents (or fields) and what the true rate of the lot
is not above (95 % confidence), the verdict, and room for signatures; and the lists as CSV. While documents are
unchecked it says so, and gives no verdict. The estimate from probabilities, made before anybody looked, is given apart
and marked as such. Of a lot that belongs to a series the verdict is kept for it.

On stdout come the files that were written, and the figures.""",
        ),
        examples="""  ocr-kh minutes result
  ocr-kh minutes result --agency 'UBND XÃ BẢO HÒA' --contract '12/2026/HĐ-SH'
  ocr-kh minutes result --sample result/acceptance/sample-1.json""",
    )
    parser.add_argument(
        "folder", type=Path, metavar=translate("DIR"), help=translate("the folder given to convert as --out")
    )
    parser.add_argument(
        "--sample",
        type=Path,
        metavar=translate("FILE"),
        help=translate("the file of the draw (default: the last one)"),
    )
    parser.add_argument(
        "--agency", default="", metavar=translate("NAME"), help=translate("the body at the head of the minutes")
    )
    parser.add_argument(
        "--contract", default="", metavar=translate("TEXT"), help=translate("the contract or task that is accepted")
    )


def minutes(options: Namespace) -> ExitCode:
    """The files and the figures on stdout."""
    terminal.check_exists(options.folder)
    from ocr_kh.acceptance.minutes import Parties
    from ocr_kh.acceptance.minutes_files import write_minutes
    from ocr_kh.acceptance.sampling.checks import Round
    from ocr_kh.acceptance.sampling.sample import read_sample
    from ocr_kh.acceptance.sampling.series import Ledger
    from ocr_kh.acceptance.sampling.verdict import verdict_of

    project = project_for(options.folder)
    drawn = read_sample(options.sample or _last_sample(options.folder))
    verdict = verdict_of(drawn, Round(options.folder, drawn).checked())
    parties = Parties(options.agency or project.agency.name, options.contract)
    written = write_minutes(options.folder, verdict, parties)
    terminal.write_result("".join(f"{path}\n" for path in written))
    state = None
    if lot := verdict.judged_lot():
        ledger = Ledger.of(options.folder, project.path)
        ledger.enter(lot)
        state = ledger.state(lot.series, reduces=project.sampling.reduced)
    _tell(verdict, state)
    return ExitCode.DONE


def _last_sample(out: Path) -> Path:
    """The file of the last draw. Raises UsageError where there is none."""
    from ocr_kh.acceptance.sampling.sample import FOLDER, read_sample

    files = (path for path in (out / FOLDER).glob("*.json") if not path.name.startswith("."))
    found = sorted(files, key=lambda path: read_sample(path).drawn_at)
    if not found:
        raise UsageError(reason=translate("none was drawn; ocr-kh sample draws one"))
    return found[-1]


def _tell(verdict: Verdict, state: State | None) -> None:
    """The figures as a table on stdout."""
    bound = "" if verdict.bound is None else f"{verdict.bound:.2%}"
    said = {None: translate("open"), True: translate("accepted"), False: translate("rejected")}
    of_fields = verdict.sample.draw.unit == "fields"
    checked = len(verdict.sample.drawn) - verdict.unchecked
    rows = [
        (translate("documents of the lot"), str(verdict.sample.documents)),
        *([(translate("fields of the lot"), str(verdict.sample.units))] if of_fields else ()),
        (translate("drawn, of them checked"), f"{len(verdict.sample.drawn)}, {checked}"),
        (translate("wrong documents"), str(len(verdict.wrong))),
        *([] if of_fields else [(translate("rate of wrong documents"), f"{verdict.rate:.2%}")]),
        *([] if of_fields else [(translate("not above, with 95 % confidence"), bound)]),
        (translate("rate of wrong fields"), f"{verdict.rate if of_fields else verdict.field_rate:.2%}"),
        *([(translate("not above, with 95 % confidence"), bound)] if of_fields else ()),
        (translate("verdict"), said[verdict.passes]),
    ]
    if state:
        words = {
            "normal": translate("normal inspection"),
            "tightened": translate("tightened inspection"),
            "reduced": translate("reduced inspection"),
        }
        rows.append((translate("next lot"), translate("none") if state.is_stopped else words[state.severity]))
    columns = (terminal.Column(translate("figure")), terminal.Column(translate("value"), right=True))
    terminal.print_table(columns, rows, to_stderr=False)
