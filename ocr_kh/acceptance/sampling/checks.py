# SPDX-License-Identifier: Apache-2.0
"""What a second person found in the documents of a sample: NAME.checks.jsonl beside it, one line a decision.

Each decision stands in the document's corrections.jsonl too, so that what was found is put right. Here it is kept
apart, as the finding of this round; and here stands who went through which document.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ocr_kh.acceptance.sampling.sample import sample_path
from ocr_kh.corrections.correction import Correction, correction_of, standing
from ocr_kh.corrections.field_decisions import decided_fields
from ocr_kh.corrections.journal import NAME as JOURNAL
from ocr_kh.corrections.journal import append_lines, read_journal
from ocr_kh.messages import translate
from ocr_kh.writing.document.record_pointers import record_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from ocr_kh.acceptance.sampling.sample import Sample

_log = logging.getLogger("ocr_kh")

SUFFIX = ".checks.jsonl"
"""Of the file, behind the name of the sample."""
ErrorKind = Literal["wrong", "missing", "too much", "words", "pages"]
"""`wrong`: a field had another value; `missing`: it had none; `too much`: it should have none; `words`: words of the
text were put right; `pages`: what a page is was put right."""

FIELD_KINDS: tuple[ErrorKind, ...] = ("wrong", "missing", "too much")
_RECORD = record_pointer("")
"""Of fields that no page shows: one that is filled in for the first time was not wrong."""


class Found(NamedTuple):
    """Something that was wrong."""

    folder: str
    kind: ErrorKind
    field: str
    """The JSON Pointer of the field, or of what was said of the page; empty for words."""
    before: str
    after: str
    who: str
    when: str
    page: int | None
    maker: str = ""
    """Who had decided the field before the round; empty where the machine alone had."""

    @property
    def is_field(self) -> bool:
        return self.kind in FIELD_KINDS

    @property
    def counts(self) -> bool:
        """Whether it makes the document a wrong one: fields and pages do, words of the text are counted apart."""
        return self.kind != "words"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a round found in one document."""

    folder: str
    who: tuple[str, ...]
    """Who went through it; nobody where it was not finished."""
    found: tuple[Found, ...]
    makers: Mapping[str, str] = field(default_factory=dict)
    """By pointer, who decided a field before the round; the machine alone made the others."""


class Round:
    """The decisions of a checking round, in their file."""

    def __init__(self, out: Path, sample: Sample) -> None:
        self._out, self.path = out, sample_path(out, sample.name, SUFFIX)
        self._fields = {
            folder: frozenset(each.field for each in own if each.field) for folder, own in sample.folders.items()
        }
        self.folders = frozenset(self._fields)
        self._read: tuple[int, tuple[dict[str, Any], ...]] = 0, ()

    def decisions(self) -> dict[str, list[Correction]]:
        """Those made in this round, by folder."""
        found: dict[str, list[Correction]] = {}
        for line in self._lines():
            if "checked" not in line:
                found.setdefault(str(line["folder"]), []).append(correction_of(line))
        return found

    def decided(self, folder: str) -> frozenset[str]:
        """Pointers of the fields that were decided in this round."""
        return frozenset(decided_fields(standing(self.decisions().get(folder, ()))))

    def others(self, folder: str) -> frozenset[str]:
        """Who decided something about a document outside of this round: they do not check it."""
        return frozenset(each.who for each in self._earlier(folder) if each.who)

    def fields_of(self, folder: str) -> frozenset[str]:
        """Pointers of the fields of a document that the round looks at; none where it looks at all of them."""
        return self._fields.get(folder, frozenset())

    def _earlier(self, folder: str) -> list[Correction]:
        """What was decided about a document outside of this round."""
        own = {(each.who, each.when) for each in self.decisions().get(folder, ())}
        journal = read_journal(self._out / folder / JOURNAL).corrections
        return [each for each in journal if (each.who, each.when) not in own]

    def _makers(self, folder: str) -> dict[str, str]:
        """Who decided each field before the round, the last one."""
        said = decided_fields(standing(self._earlier(folder)))
        return {pointer: decided.who for pointer, decided in said.items() if decided.who}

    def enter(self, folder: str, decisions: Sequence[Correction]) -> None:
        """Keep decisions of the round; they are on the disk when this returns. Raises OutputError."""
        self._append([{"folder": folder, **each.as_record()} for each in decisions])

    def finish(self, folder: str, who: str, *, through: bool = True) -> None:
        """Somebody went through the fields of a document, or is to do so again. Raises OutputError."""
        when = datetime.now(UTC).astimezone().isoformat(timespec="milliseconds")
        self._append([{"folder": folder, "checked": through, "who": who, "when": when}])

    def checked(self) -> dict[str, Checked]:
        """What was found, by folder, of the documents that somebody went through or decided something about."""
        through: dict[str, dict[str, bool]] = {}
        for line in self._lines():
            if "checked" in line:
                own = through.setdefault(str(line["folder"]), {})
                own[str(line["who"])] = bool(line["checked"])
        decisions, checked = self.decisions(), {}
        for folder in sorted(through.keys() | decisions.keys()):
            who = tuple(who for who, done in through.get(folder, {}).items() if done)
            makers = self._makers(folder)
            found = errors_of(folder, decisions.get(folder, ()))
            told = tuple(each._replace(maker=makers.get(each.field, "")) for each in found)
            checked[folder] = Checked(folder, who, told, makers)
        return checked

    def _lines(self) -> tuple[dict[str, Any], ...]:
        """The lines of the file, which only grows: it is read again when it has grown."""
        size = self.path.stat().st_size if self.path.is_file() else 0
        if size != self._read[0]:
            self._read = size, tuple(_lines_of(self.path))
        return self._read[1]

    def _append(self, records: Sequence[Mapping[str, object]]) -> None:
        lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records)
        append_lines(self.path, lines.encode("utf-8", "surrogatepass"))


def _lines_of(path: Path) -> Iterator[dict[str, Any]]:
    """The lines that are whole; a torn one, of a process that was killed before it answered, is told."""
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        try:
            if line.strip():
                yield json.loads(line)
        except ValueError:
            _log.warning(translate("%s: line %d cannot be read; it is passed over."), path, number)


def errors_of(folder: str, decisions: Sequence[Correction]) -> Iterator[Found]:
    """What decisions say was wrong, the last word on each field; what was accepted is no error.

    >>> made = [Correction("field", "05", "15", pointer="/header/number"), Correction("accepted", "a", "a")]
    >>> [(each.kind, each.before, each.after) for each in errors_of("a.pdf", made)]
    [('wrong', '05', '15')]
    """
    held = standing(decisions)
    last = {each.pointer: each for each in held if each.pointer}
    for pointer, said in decided_fields(each for each in held if each.kind != "page").items():
        if said.read != said.right and (said.read or not pointer.startswith(_RECORD)):
            yield _found(folder, _kind(said.read, said.right), said.read, said.right, last[pointer])
    for each in held:
        if each.kind in {"word", "line"}:
            yield _found(folder, "words", each.read, each.right, each)
        elif each.kind == "page":
            yield _found(folder, "pages", each.read, each.right, each)


def _kind(before: str, after: str) -> ErrorKind:
    if not before:
        return "missing"
    return "wrong" if after else "too much"


def _found(folder: str, kind: ErrorKind, before: str, after: str, decision: Correction) -> Found:
    return Found(folder, kind, decision.pointer, before, after, decision.who, decision.when, decision.anchor.page)
