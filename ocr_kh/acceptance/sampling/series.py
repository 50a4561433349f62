# SPDX-License-Identifier: Apache-2.0
"""A series of lots judged by AQL: when inspection goes from normal to tightened or reduced, and back.

The rules are those of ISO 2859-1:1999, clauses 9.3 and 9.4 (TCVN 7790-1:2007), as they are commonly told:

- normal to tightened: two of five successive lots, or of fewer, did not pass;
- tightened to normal: five lots in a row passed;
- inspection stops: five lots did not pass while it was tightened, until a person says that it goes on;
- normal to reduced: the switching score is 30 or more, and whoever accepts wants it;
- reduced to normal: a lot did not pass, or passed in the gap that reduced plans have between what is accepted and what
  is rejected (MIL-STD-105E, 10.1.4), or a person says so.

Lots that are shown again after they were put right do not count. What was judged is kept in a file that only grows,
`ocr-kh.series.jsonl`, beside the project file or among the samples; what holds for the next lot follows from it.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.acceptance.sampling.aql import SEVERITIES
from ocr_kh.corrections.journal import append_lines
from ocr_kh.errors import UsageError
from ocr_kh.messages import N_, translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ocr_kh.acceptance.sampling.aql import Severity

_log = logging.getLogger("ocr_kh")

NAME = "ocr-kh.series.jsonl"
_RECENT = 5
"""Lots among which two that fail tighten inspection, lots in a row that loosen it again, and lots that fail under
tightened inspection until it stops."""
_TOO_MANY = 2
_SCORE_FOR_REDUCED = 30
_SCORE_TIGHTER, _SCORE_PASSED = 3, 2
"""What a lot adds to the score: where two or more may be wrong, one that the next lower AQL would pass; else one that
passes. Any other sets it to nothing."""
_FEW = 1
"""Numbers to accept up to which the simpler rule holds."""
_STOPPED = N_(
    "{count} lots of the series {name} did not pass under tightened inspection; --severity tightened goes on, once the "
    "cause is removed"
)


@dataclass(frozen=True, slots=True)
class JudgedLot:
    """A lot of the series that was judged."""

    series: str
    sample: str
    """The name of its draw, and the SHA-256 of its list: what it is known by."""
    lot: str
    severity: Severity
    drawn: int
    wrong: int
    accept: int
    reject: int
    tighter: int | None
    """Wrong units with which the next lower AQL would have passed it."""
    is_original: bool = True
    """Shown for the first time; what comes again after it was put right does not count for the series."""

    @property
    def passes(self) -> bool:
        return self.wrong < self.reject


@dataclass(frozen=True, slots=True)
class Ordered:
    """A person's word on the next lots of a series."""

    series: str
    ordered: Severity


@dataclass(frozen=True, slots=True)
class State:
    """What holds for the next lot of a series."""

    severity: Severity = "normal"
    score: int = 0
    """Of lots under normal inspection."""
    recent: tuple[bool, ...] = ()
    """Whether the last lots under this severity passed, at most five."""
    failed: int = 0
    """Lots that did not pass since inspection is tightened."""

    @property
    def is_stopped(self) -> bool:
        return self.failed >= _RECENT

    def after(self, lot: JudgedLot, *, reduces: bool) -> State:
        """The state when a lot is judged; `reduces` where whoever accepts wants reduced inspection."""
        if not lot.is_original or lot.severity != self.severity:  # drawn before the switch
            return self
        recent = (*self.recent, lot.passes)[-_RECENT:]
        if self.severity == "tightened":
            failed = self.failed + (not lot.passes)
            return State() if recent == (True,) * _RECENT else State("tightened", recent=recent, failed=failed)
        if self.severity == "reduced":
            return State("reduced", recent=recent) if lot.wrong <= lot.accept else State()
        score = self.score + points if (points := _points(lot)) else 0
        if recent.count(False) >= _TOO_MANY:
            return State("tightened")
        return State("reduced") if reduces and score >= _SCORE_FOR_REDUCED else State("normal", score, recent)


def _points(lot: JudgedLot) -> int:
    """What a lot adds to the switching score; 0 where it sets it to nothing."""
    if lot.accept <= _FEW:
        return _SCORE_PASSED if lot.passes else 0
    return _SCORE_TIGHTER if lot.tighter is not None and lot.wrong <= lot.tighter else 0


def state_of(events: Iterable[JudgedLot | Ordered], *, reduces: bool = False) -> State:
    """What holds after these lots and words, in their order."""
    state = State()
    for event in events:
        state = State(event.ordered) if isinstance(event, Ordered) else state.after(event, reduces=reduces)
    return state


@dataclass(frozen=True, slots=True)
class Ledger:
    """The file of a project's series."""

    path: Path

    @classmethod
    def of(cls, out: Path, project_file: str) -> Ledger:
        """Beside the project file, where there is one, so that output folders share it; else among the samples."""
        return cls((Path(project_file).parent if project_file else out / "acceptance") / NAME)

    def events(self, series: str) -> tuple[JudgedLot | Ordered, ...]:
        """The lots and words of a series. A lot judged again stands where it was judged first, as it was last."""
        found: dict[object, JudgedLot | Ordered] = {}
        for number, event in enumerate(self._read()):
            if event.series == series:
                found[number if isinstance(event, Ordered) else (event.sample, event.lot)] = event
        return tuple(found.values())

    def state(self, series: str, *, reduces: bool) -> State:
        """What holds for the next lot of a series."""
        return state_of(self.events(series), reduces=reduces)

    def severity(self, series: str, *, reduces: bool) -> Severity:
        """By which table its next lot is drawn. Raises UsageError where inspection has stopped."""
        state = self.state(series, reduces=reduces)
        if state.is_stopped:
            raise UsageError(reason=translate(_STOPPED).format(count=state.failed, name=series))
        return state.severity

    def enter(self, event: JudgedLot | Ordered) -> None:
        """Keep it, unless it is kept already; it is on the disk when this returns. Raises OutputError."""
        if isinstance(event, Ordered) or event not in self.events(event.series):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            append_lines(self.path, (json.dumps(asdict(event), ensure_ascii=False) + "\n").encode())

    def _read(self) -> Iterator[JudgedLot | Ordered]:
        """The lines that are whole; one that is none is told."""
        for number, line in enumerate(self.path.read_bytes().split(b"\n") if self.path.is_file() else (), 1):
            if line.strip():
                try:
                    yield _event(json.loads(line))
                except (ValueError, TypeError, KeyError):
                    _log.warning(translate("%s: line %d cannot be read; it is passed over."), self.path, number)


def _event(record: dict[str, object]) -> JudgedLot | Ordered:
    event = Ordered(**record) if "ordered" in record else JudgedLot(**record)  # type: ignore[arg-type]
    severity = event.ordered if isinstance(event, Ordered) else event.severity
    if severity not in SEVERITIES:
        raise ValueError(severity)
    return event
