# SPDX-License-Identifier: Apache-2.0
"""What a person decides: checked, signed, and in corrections.jsonl before the answer goes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ocr_kh.corrections import journal
from ocr_kh.corrections.correction import correction_of
from ocr_kh.corrections.page_decisions import meaning
from ocr_kh.errors import UsageError
from ocr_kh.language.letters import composed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ocr_kh.corrections.correction import Correction


def decisions_of(records: Sequence[Mapping[str, Any]], who: str) -> list[Correction]:
    """The decisions that the page sends, as lines of corrections.jsonl with what is to stand there.

    Raises FieldError for a value that its field cannot have, UsageError for what is no decision.
    """
    when = datetime.now(UTC).astimezone().isoformat(timespec="milliseconds")
    try:
        return [_checked(replace(correction_of(record), who=who, when=when)) for record in records]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError(reason=f"{type(error).__name__}: {error}") from error


def _checked(decision: Correction) -> Correction:
    from ocr_kh.corrections.checks import check, field_name

    if decision.kind == "page":
        if not (meaning(decision) and decision.anchor.page):
            raise ValueError(decision.pointer)
        return decision
    if decision.kind == "field" and decision.right == decision.read and field_name(decision.pointer):
        return replace(decision, kind="accepted")  # right as it was read, also where no rule would have it so
    if decision.kind == "field":
        found = check(decision.pointer, decision.right)
        return replace(decision, pointer=found.pointer, right=found.value)
    right = " ".join(composed(decision.right).split())
    return replace(decision, right=right, kind="accepted" if right == decision.read else "word")


def decide(folder: Path, decisions: Sequence[Correction]) -> None:
    """Put them into the document's corrections.jsonl; they are on the disk when this returns. Raises OutputError."""
    journal.append(folder / journal.NAME, decisions)


def take_back(folder: Path, decisions: Sequence[Correction], who: str) -> list[Correction]:
    """Put it into corrections.jsonl that these do not hold, the last one first. Raises OutputError."""
    when = datetime.now(UTC).astimezone().isoformat(timespec="milliseconds")
    undone = [replace(each, kind="undone", who=who, when=when) for each in reversed(decisions)]
    decide(folder, undone)
    return undone
