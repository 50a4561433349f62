# SPDX-License-Identifier: Apache-2.0
"""A sample of the documents of an output folder, or of their fields: drawn once, kept in a file, and never changed.

The documents of a lot are put in the order of the SHA-256 of the seed and their folder (fields in that of seed, folder
and pointer), and the first ones are drawn: who has the list of the lot can do the draw again with any tool. A weighted
sample draws so from each stratum of risk.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import ocr_kh
from ocr_kh.acceptance.counting import dossier_of
from ocr_kh.acceptance.sampling.plans import Plan, allotted, plan_of
from ocr_kh.acceptance.sampling.risks import documents
from ocr_kh.errors import OutputError, PathMissingError, UsageError
from ocr_kh.messages import N_, translate
from ocr_kh.plan.review.decisions import DECIDABLE
from ocr_kh.writing.atomic import write_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ocr_kh.acceptance.sampling.risks import Document, Risk

FOLDER = "acceptance"
"""Under the output folder: the samples, what was found in them, and the minutes."""
UnitKind = Literal["documents", "fields"]
UNITS: tuple[UnitKind, ...] = ("documents", "fields")
"""What is drawn, and what the limit binds: documents with all their fields, or single fields."""
RISK_LIMITS = (0.05, 0.2, 1.0)
"""Strata of a weighted sample: units whose risk is at most so much. Round numbers: those that need no look by the
probabilities, those that may, those that do."""
_VERSION = 2
_ALTERED = N_("{path} was changed after the draw; put it back as it was, or draw another sample")
_NO_SAMPLE = N_("{path} is no sample of this version")
_WRONG_NAME = N_("'{name}' cannot be the name of a sample: letters, digits, dots, hyphens and underscores")
_NAME = re.compile(r"\w[\w.-]*")
_EMPTY = N_("there is no document to draw from")
_THERE = N_("{path} is there already, and a draw is never changed; choose another --name")


@dataclass(frozen=True, slots=True)
class StratumDrawn:
    """A part of the lot that is drawn from by itself."""

    units: int
    drawn: int
    mean_risk: float
    risk_up_to: float = 1.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the probabilities say of the lot before anybody looked; it is no finding."""

    wrong_documents: float
    """With at least one wrong required field, as if fields were wrong each by itself."""
    fields: int
    wrong_fields: float
    """To be expected, whether or not fields are wrong together."""
    unjudged: int
    """Documents without probabilities; each counts as half a wrong one."""


class Drawn(NamedTuple):
    """A unit of the sample: a document, or a field of one."""

    folder: str
    sha256: str
    """Of its scan."""
    dossier: str
    title: str
    pages: int
    stratum: int
    risk: float
    field: str = ""
    """Its JSON Pointer; empty for a whole document."""


@dataclass(frozen=True, slots=True)
class Draw:
    """How a sample is to be drawn."""

    plan: Plan
    seed: int
    unit: UnitKind = "documents"
    only: tuple[str, ...] = ()
    """Folders or hồ sơ that the lot is narrowed to; all documents where none is named."""
    series: str = ""
    """The series of lots that it belongs to; empty for none."""
    is_original: bool = True
    """The lot is shown for the first time, and not again after it was put right."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A draw."""

    name: str
    drawn_at: str
    """ISO 8601."""
    draw: Draw
    documents: int
    """Of the lot."""
    pages: int
    """Of the lot."""
    dossiers: int
    """Of the lot: codes, or folders where documents were not filed."""
    lot: str
    """SHA-256 of the list of the lot: a line a document, its folder, a tab, and the SHA-256 of its scan."""
    strata: tuple[StratumDrawn, ...]
    estimate: Estimate
    drawn: tuple[Drawn, ...]
    """By folder."""

    @property
    def plan(self) -> Plan:
        return self.draw.plan

    @property
    def units(self) -> int:
        """Documents or fields of the lot, whichever are drawn."""
        return sum(each.units for each in self.strata)

    @property
    def accept(self) -> int | None:
        """Wrong units among those drawn with which the lot passes by a table; None where the limit decides."""
        return self.plan.accept(self.units)

    @property
    def folders(self) -> dict[str, tuple[Drawn, ...]]:
        """The documents with what is drawn of each."""
        return {folder: tuple(own) for folder, own in groupby(self.drawn, key=lambda each: each.folder)}


class _Unit(NamedTuple):
    """A unit of the lot."""

    document: Document
    field: str
    risk: float

    def place(self, seed: int) -> int:
        """Where it stands in the order of the draw."""
        named = "\n".join(filter(None, (str(seed), self.document.folder, self.field)))
        return int(hashlib.sha256(named.encode()).hexdigest(), 16)


def _units(document: Document, unit: UnitKind) -> Iterator[_Unit]:
    if unit == "documents":
        yield _Unit(document, "", document.risk.wrong)
    else:
        yield from (_Unit(document, str(pointer), document.risk_of(pointer)) for pointer in DECIDABLE)


class _Lot:
    """The documents of a lot, while they are counted."""

    def __init__(self, limits: Sequence[float], unit: UnitKind) -> None:
        self._limits, self._unit = limits, unit
        self.counts, self.risks = [0] * len(limits), [0.0] * len(limits)
        self.documents = self.pages = self.fields = self.unjudged = 0
        self.wrong_documents = self.wrong_fields = 0.0
        self.dossiers: set[str] = set()
        self.list = hashlib.sha256()

    def take(self, document: Document) -> None:
        self.documents += 1
        for unit in _units(document, self._unit):
            at = _stratum(unit, self._limits)
            self.counts[at] += 1
            self.risks[at] += unit.risk
        self.pages += int(document.row["pages"] or 0)
        self.dossiers.add(dossier_of(document.row))
        self.list.update(f"{document.folder}\t{document.row['sha256']}\n".encode())
        self._judge(document.risk)

    def _judge(self, risk: Risk) -> None:
        self.wrong_documents += risk.wrong
        self.fields += risk.fields
        self.wrong_fields += risk.wrong_fields
        self.unjudged += not risk.fields

    @property
    def estimate(self) -> Estimate:
        return Estimate(round(self.wrong_documents, 2), self.fields, round(self.wrong_fields, 2), self.unjudged)


def draw(out: Path, wanted: Draw, name: str = "") -> Sample:
    """Draw a sample from the documents under `out`. Raises UsageError, PathMissingError.

    The tables are gone through twice: to count the lot, and to draw from it.
    """
    if not (out / "index.csv").is_file():
        raise PathMissingError(path=str(out / "index.csv"))
    if name and not _NAME.fullmatch(name):
        raise UsageError(reason=translate(_WRONG_NAME).format(name=name))
    limits = RISK_LIMITS if wanted.plan.kind == "weighted" else RISK_LIMITS[-1:]
    lot = _Lot(limits, wanted.unit)
    for document in documents(out, wanted.only):
        lot.take(document)
    if not (whole := sum(lot.counts)):
        raise UsageError(reason=translate(_EMPTY))
    means = [risk / count if count else 0.0 for risk, count in zip(lot.risks, lot.counts, strict=True)]
    size = wanted.plan.drawn(whole)
    sizes = allotted(size, lot.counts, means) if len(limits) > 1 else [size]
    return Sample(
        name=name or _free_name(out),
        drawn_at=datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
        draw=wanted,
        documents=lot.documents,
        pages=lot.pages,
        dossiers=len(lot.dossiers),
        lot=lot.list.hexdigest(),
        strata=tuple(
            StratumDrawn(count, drawn, round(mean, 4), limit)
            for count, drawn, mean, limit in zip(lot.counts, sizes, means, limits, strict=True)
        ),
        estimate=lot.estimate,
        drawn=_drawn(out, wanted, limits, sizes),
    )


def _stratum(unit: _Unit, limits: Sequence[float]) -> int:
    return next(at for at, limit in enumerate(limits) if unit.risk <= limit)


def _drawn(out: Path, wanted: Draw, limits: Sequence[float], sizes: Sequence[int]) -> tuple[Drawn, ...]:
    """The units of each stratum whose hashes come first; no more of them than are drawn are in memory."""
    heaps: list[list[tuple[int, Drawn]]] = [[] for _ in limits]
    for document in documents(out, wanted.only):
        for unit in _units(document, wanted.unit):
            at = _stratum(unit, limits)
            place = -unit.place(wanted.seed)
            if len(heaps[at]) < sizes[at]:
                heapq.heappush(heaps[at], (place, _entry(unit, at)))
            elif heaps[at] and place > heaps[at][0][0]:
                heapq.heapreplace(heaps[at], (place, _entry(unit, at)))
    return tuple(sorted((drawn for heap in heaps for _, drawn in heap), key=_by_place_on_page))


def _by_place_on_page(drawn: Drawn) -> tuple[str, int]:
    return drawn.folder, DECIDABLE.index(drawn.field) if drawn.field else 0


def _entry(unit: _Unit, stratum: int) -> Drawn:
    row = unit.document.row
    code = "/".join(filter(None, (row["number"], row["symbol"])))
    title = " ".join(filter(None, (row["document_type"], code, row["subject"])))
    pages = int(row["pages"] or 0)
    return Drawn(row["folder"], row["sha256"], dossier_of(row), title, pages, stratum, unit.risk, unit.field)


def _free_name(out: Path) -> str:
    """`sample-1`, or the next that is free."""
    number = 1
    while sample_path(out, f"sample-{number}").exists():
        number += 1
    return f"sample-{number}"


def sample_path(out: Path, name: str, suffix: str = ".json") -> Path:
    """Where a sample of that name is kept, or what belongs to it."""
    return out / FOLDER / f"{name}{suffix}"


def keep(out: Path, sample: Sample) -> Path:
    """Write the sample into its file, which must not be there yet. Raises UsageError, OutputError."""
    path = sample_path(out, sample.name)
    if path.exists():
        raise UsageError(reason=translate(_THERE).format(path=path))
    record = _record(sample)
    text = json.dumps({**record, "digest": _digest(record)}, ensure_ascii=False, indent=1)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(path=str(path), reason=error.strerror or str(error)) from error
    write_text(path, f"{text}\n")
    return path


def read_sample(path: Path) -> Sample:
    """The sample in a file. Raises PathMissingError, UsageError where it was changed since the draw."""
    if not path.is_file():
        raise PathMissingError(path=str(path))
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        digest = record.pop("digest")
        if record["version"] != _VERSION:
            raise UsageError(reason=translate(_NO_SAMPLE).format(path=path))
    except (ValueError, KeyError, AttributeError) as error:
        raise UsageError(reason=translate(_NO_SAMPLE).format(path=path)) from error
    if digest != _digest(record):
        raise UsageError(reason=translate(_ALTERED).format(path=path))
    return _sample_of(record)


def _record(sample: Sample) -> dict[str, Any]:
    """The sample as JSON has it."""
    record = asdict(replace(sample, drawn=()))
    del record["draw"]
    return {
        "version": _VERSION,
        "made_by": f"ocr_kh {ocr_kh.__version__}",
        **record,
        **asdict(sample.draw),
        "plan": sample.plan.name,
        "severity": sample.plan.severity,
        "limit_percent": sample.plan.limit_percent,
        "accept": sample.accept,
        "only": list(sample.draw.only),
        "strata": list(record["strata"]),
        "drawn": [each._asdict() for each in sample.drawn],
    }


def _sample_of(record: dict[str, Any]) -> Sample:
    plan = replace(plan_of(record["plan"], record["limit_percent"]), severity=record["severity"])
    drawn_by = {key: record[key] for key in ("seed", "unit", "series", "is_original")}
    return Sample(
        draw=Draw(plan, only=tuple(record["only"]), **drawn_by),
        strata=tuple(StratumDrawn(**each) for each in record["strata"]),
        estimate=Estimate(**record["estimate"]),
        drawn=tuple(Drawn(**each) for each in record["drawn"]),
        **{key: record[key] for key in ("name", "drawn_at", "documents", "pages", "dossiers", "lot")},
    )


def _digest(record: dict[str, Any]) -> str:
    """SHA-256 of a sample as compact JSON with sorted keys: its seal."""
    return hashlib.sha256(json.dumps(record, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
