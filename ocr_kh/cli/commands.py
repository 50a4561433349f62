# SPDX-License-Identifier: Apache-2.0
"""One function a command: options in, library called, results out, exit code back."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, fields, replace
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ocr_kh.cli import batch_summary, confirm, summary, terminal
from ocr_kh.cli.project import project_for
from ocr_kh.errors import ExitCode, InputError
from ocr_kh.messages import translate
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import FrameType

    from ocr_kh.outcome import Outcome

_log = logging.getLogger("ocr_kh.cli")


class TerminatedError(KeyboardInterrupt):
    """SIGTERM came."""


def convert(options: Namespace) -> ExitCode:
    """One line a document on stdout as each is finished; a table at the end, at a terminal or when asked for."""
    settings = _settings(options, _project_options(options))
    _load_pipeline(with_workers=not options.scheduler)
    from ocr_kh.batch import run

    if settings.overwrite and not options.yes:
        confirm.discarding_edits(options.out)
    at_terminal = sys.stderr.isatty() and not options.quiet
    outcomes: list[Outcome] = []
    began = time.monotonic()
    with _stop_on_sigterm(), terminal.progress_bar(shown=at_terminal and options.log_format == "text") as progress:
        for outcome in run.convert(options.paths, options.out, settings=settings, progress=progress):
            _tell(outcome)
            outcomes.append(outcome)
    if options.summary or at_terminal:
        summary.show(_with_rows(outcomes, options.out), time.monotonic() - began)
    return _verdict(outcomes)


def watch(options: Namespace) -> ExitCode:
    """One line on stdout for each document that is converted; ends by a signal, or with what is there (`--once`)."""
    settings = _settings(options, _project_options(options))
    _load_pipeline(with_workers=not options.scheduler)
    from ocr_kh.batch.watch import watch as outcomes_of

    if sys.stderr.isatty() and not options.quiet and not options.once:
        print(translate("Watching; Ctrl-C ends it."), file=sys.stderr)
    began = time.monotonic()
    outcomes: list[Outcome] = []
    try:
        with _stop_on_sigterm():
            for outcome in outcomes_of(
                options.paths, options.out, settings=settings,
                interval=options.interval, settle=options.settle, once=options.once,
            ):  # fmt: skip
                if outcome.status != "unchanged":
                    _tell(outcome)
                if options.once:
                    outcomes.append(outcome)
    except TerminatedError:
        return ExitCode.DONE
    if options.summary:
        summary.show(_with_rows(outcomes, options.out), time.monotonic() - began)
    return _verdict(outcomes)


def export(options: Namespace) -> ExitCode:
    """One line a document on stdout: done where its files were made again, unchanged where nothing was to be done."""
    terminal.check_exists(options.folder)
    from ocr_kh.batch.results import export as results

    only = {PurePosixPath(name).as_posix() for name in options.only}
    outcomes = []
    with _stop_on_sigterm():
        for outcome in results.export(options.folder, options.ledger, only):
            _tell(outcome)
            outcomes.append(outcome)
    return _verdict(outcomes)


def import_table(options: Namespace) -> ExitCode:
    """As `export`, for the documents that the table corrects; with --dry-run one line a change instead."""
    terminal.check_exists(options.folder)
    _load_pipeline()
    from ocr_kh.batch.results.importing import importing

    outcomes: list[Outcome] = []
    with _stop_on_sigterm(), importing(options.folder, options.table, ledger=options.ledger, who=options.who) as table:
        for note in table.notes:
            _log.warning("%s: %s", options.table, note)
        if not table.corrections:
            _log.warning(translate("%s: nothing differs from what was written."), options.table)
        if options.dry_run:
            for folder, each in table.corrections:
                cells = (folder, each.pointer, each.read, each.right)
                terminal.write_result("\t".join(map(terminal.one_line, cells)) + "\n")
            return ExitCode.DONE
        for outcome in table.take():
            _tell(outcome)
            outcomes.append(outcome)
    return _verdict(outcomes)


def review(options: Namespace) -> ExitCode:
    """The address of the desk on stdout; open until Ctrl-C or SIGTERM, which are its ordinary end."""
    terminal.check_exists(options.folder)
    from ocr_kh.desk.server import THIS_MACHINE, DeskSettings, serve

    settings = DeskSettings(
        options.folder,
        options.ledger,
        options.dictionary,
        options.listen or THIS_MACHINE,
        options.port,
        confirm.desk_password() if options.listen else None,
        read_only=options.read_only,
        sample=options.sample,
    )
    if options.listen:
        _log.warning(translate("The desk is open to the network, and what is sent there is not encrypted."))
    with suppress(KeyboardInterrupt), _stop_on_sigterm():
        serve(settings, _tell_address)
    return ExitCode.DONE


def _tell_address(address: str) -> None:
    terminal.write_result(f"{address}\n")
    sys.stdout.flush()
    if sys.stderr.isatty():
        print(translate("Open that address in a browser. Ctrl-C closes the desk."), file=sys.stderr)


def status(options: Namespace) -> ExitCode:
    """How far the conversion into a folder is."""
    terminal.check_exists(options.folder)
    from ocr_kh.batch.status import state_of

    state = state_of(options.folder, options.ledger)
    if options.json:
        _print_json(asdict(state))
    else:
        batch_summary.show_state(state)
    return ExitCode.DONE


def repair(options: Namespace) -> ExitCode:
    """The text, repaired, with the line ends it came with."""
    from ocr_kh.repair import repair_text

    settings = _settings(options)
    data = terminal.read_bytes(options.file)
    repaired = repair_text(terminal.decode(data, options.file), settings)
    if options.explain_to:
        from ocr_kh.writing.document.text_files import repairs_jsonl

        terminal.write_file(options.explain_to, repairs_jsonl(repaired.repairs))
    terminal.write_result(repaired.text.replace("\n", "\r\n") if b"\r\n" in data else repaired.text)
    return ExitCode.DONE


def parse(options: Namespace) -> ExitCode:
    """The plan in a text, as JSON."""
    from ocr_kh.genre.vocabulary import using
    from ocr_kh.plan import parse_text
    from ocr_kh.writing.document.text_files import plan_json

    settings = _settings(options)
    name = options.file.name if options.file and str(options.file) != "-" else None
    with using(settings.dictionaries):
        plan = parse_text(terminal.read_text(options.file), name)
    terminal.write_result(plan_json(plan))
    return ExitCode.DONE


def inspect(options: Namespace) -> ExitCode:
    """A row, or a JSON object, a page."""
    terminal.check_file(options.file)
    _load_pipeline()
    from ocr_kh import pipeline

    document = pipeline.inspect(options.file, Settings())
    if options.json:
        _print_json(summary.document_facts(document))
    else:
        summary.show_pages(document)
    for error in filter(None, (page.error for page in document.pages)):
        _log.error("%s", error)
    if not document.failed_pages:
        return ExitCode.DONE
    return ExitCode.UNREADABLE if len(document.failed_pages) == len(document.pages) else ExitCode.PARTLY


def evaluate(options: Namespace) -> ExitCode:
    """The figures of one text against its truth."""
    from ocr_kh.metrics import evaluate_files

    for path in filter(None, (options.result, options.truth, options.before)):
        terminal.read_text(path)  # a path that is missing or not text is told before anything is measured
    figures = evaluate_files(options.result, options.truth, options.before).as_dict()
    if options.json:
        _print_json(figures)
    else:
        summary.show_figures(figures)
    return ExitCode.DONE


def train(options: Namespace) -> ExitCode:
    """A language model from text files, and what it came to."""
    for corpus in options.corpora:
        terminal.check_file(corpus)
    from lzma import LZMAError

    from ocr_kh.training.language_model import train as train_model

    try:
        report = asdict(train_model(options.corpora, options.out, progress=_log.info))
    except (UnicodeDecodeError, LZMAError) as error:
        raise InputError(path=", ".join(map(str, options.corpora)), reason=error) from error
    if options.json:
        _print_json(report)
    else:
        summary.show_report(report)
    return ExitCode.DONE


def doctor(options: Namespace) -> ExitCode:
    """What is here, what is missing, and what mends it."""
    from ocr_kh.doctor import examine

    checks = examine(out=options.out, dictionaries=_settings(options).dictionaries)
    if options.json:
        _print_json([check.as_dict() for check in checks])
    else:
        summary.show_checks(checks)
    return ExitCode.DONE if all(check.ok for check in checks) else ExitCode.MACHINE


def schema(options: Namespace) -> ExitCode:  # noqa: ARG001 - every command takes the options
    """The JSON Schema of plan.json."""
    from ocr_kh import plan

    _print_json(plan.schema())
    return ExitCode.DONE


def help_on(options: Namespace) -> ExitCode:
    """A page of the documentation, or the topics there are."""
    from ocr_kh.cli.help_topics import text_of, title, topics

    if options.topic:
        terminal.write_result(text_of(options.topic))
    else:
        columns = (terminal.Column(translate("topic")), terminal.Column(translate("page"), wraps=True))
        terminal.print_table(columns, [(name, title(page)) for name, page in topics().items()], to_stderr=False)
    return ExitCode.DONE


def _load_pipeline(*, with_workers: bool = False) -> None:
    """Import what reads pages as workers do: without pandas, which takes as long as all of ours.

    `with_workers`: their server does, and this process, which only hands out the work, goes on meanwhile.
    """
    if with_workers:
        from ocr_kh.batch.workers.pool import begin_server

        begin_server()
        return
    import ocr_kh.batch.workers.preload  # noqa: F401


def _settings(options: Namespace, decided: Mapping[str, Any] = MappingProxyType({})) -> Settings:
    """Settings with the options that were given, else as `decided`; the rest keep their defaults. Raises UsageError."""
    given = {field.name: getattr(options, field.name, None) for field in fields(Settings)}
    given["dictionaries"] = tuple(options.dictionaries) or None
    settings = Settings(**{**decided, **{name: value for name, value in given.items() if value is not None}})
    for folder in settings.dictionaries:
        terminal.check_exists(folder)
    return settings


def _project_options(options: Namespace) -> dict[str, Any]:
    """What a project file beside the output folder or the inputs decides; nothing without one. Raises UsageError."""
    from ocr_kh.project_file import convert_options

    return convert_options(project_for(options.out, *options.paths))


def _tell(outcome: Outcome) -> None:
    """One document's line on stdout, and its record in the log; troubles show in the log as text too."""
    facts = {
        "status": outcome.status,
        "path": str(outcome.path),
        "part": outcome.part,
        "folder": str(outcome.folder) if outcome.folder else None,
        "pages": outcome.pages,
        "failed_pages": list(outcome.failed_pages),
        "code": outcome.error.code if outcome.error else None,
        "seconds": round(outcome.seconds, 3),
    }
    level = logging.INFO if outcome.status in {"done", "unchanged", "duplicate", "skipped"} else logging.ERROR
    if outcome.status == "held":
        level = logging.WARNING
    _log.log(level, _trouble(outcome) or outcome.label, extra={"data": facts})
    for name, kept in outcome.kept:
        template = translate("{path}: {name} was edited by hand and could not be taken in; it is kept as {kept}.")
        _log.warning("%s", template.format(path=outcome.label, name=name, kept=kept))
    if outcome.status == "skipped":  # no document: index.csv names it, and one line at the end counts it
        return
    try:
        terminal.write_result(f"{outcome.status}\t{terminal.one_line(str(outcome.folder or outcome.label))}\n")
    except BrokenPipeError:  # the files are the result: go on without the lines
        terminal.stdout_gone()


def _with_rows(outcomes: Sequence[Outcome], out: Path) -> list[Outcome]:
    """The outcomes, those of an earlier run with the rows that index.csv has of them."""
    from ocr_kh.writing.tables.index import read_index

    known = {row["folder"]: row for row in read_index(out)}

    def with_row(outcome: Outcome) -> Outcome:
        if outcome.row or not outcome.folder:
            return outcome
        return replace(outcome, row=known.get(outcome.folder.absolute().relative_to(out.absolute()).as_posix()))

    return [with_row(outcome) for outcome in outcomes]


def _trouble(outcome: Outcome) -> str:
    if outcome.error:
        return str(outcome.error)
    if outcome.status == "held":
        template = translate("{path} is marked secret ({degree}) and held back; --allow-secret converts it.")
        return template.format(path=outcome.label, degree=outcome.secrecy)
    if outcome.failed_pages:
        numbers = ", ".join(map(str, outcome.failed_pages))
        template = translate("{path}: of {pages} pages these could not be read: {numbers}")
        told = template.format(path=outcome.label, pages=outcome.pages, numbers=numbers)
        reasons = (outcome.row or {}).get("error", "")
        return f"{told}; {reasons.partition('; ')[0]}" if reasons else told
    return ""


def _verdict(outcomes: Sequence[Outcome]) -> ExitCode:
    """Exit code of a batch: the error's own when the one document there was failed, 5 when only some did."""
    documents = [outcome for outcome in outcomes if outcome.status != "skipped"]
    if len(documents) == 1 and documents[0].error:
        return documents[0].error.exit_code
    troubled = any(outcome.status in {"failed", "partly"} for outcome in outcomes)
    return ExitCode.PARTLY if troubled else ExitCode.DONE


def _print_json(value: object) -> None:
    terminal.write_result(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def _stop_on_sigterm() -> Iterator[None]:
    """Treat a polite kill as Ctrl-C: workers end, nothing half-written stays. Workers that inherit this just end."""
    ours = os.getpid()

    def stop(number: int, _frame: FrameType | None) -> None:
        if os.getpid() == ours:
            raise TerminatedError
        os._exit(128 + number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
