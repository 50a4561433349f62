# SPDX-License-Identifier: Apache-2.0
"""Label lines of a task: `- Đơn vị chủ trì: ...`, `Phối hợp: ...; thời gian: ...`, which belong to the task above."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.genre.vocabulary import LABEL_FIELDS, from_vocabulary
from ocr_kh.language.letters import small
from ocr_kh.language.spellings import alternatives
from ocr_kh.plan.values.assignments.clauses import unit_and_task
from ocr_kh.plan.values.assignments.joints import names_units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.genre.vocabulary import Vocabulary

_SIGN = r"(?:^|(?<=[.;:,(])\s*)(?:[-–+*]\s*)?"
"""Before a label: the start of a line or the end of the field before it, and a bullet."""


@from_vocabulary
def _label(words: Vocabulary) -> re.Pattern[str]:
    """A label in small letters, its field as the name of the group."""
    fields = (rf"(?P<{field}>{'|'.join(_spelled(words, field))})" for field in LABEL_FIELDS)
    before, behind = words.said("before a label", str.lower), words.said("behind a label", str.lower)
    return re.compile(rf"{_SIGN}(?:{before}\s)?(?:{'|'.join(fields)})(?:\s{behind}){{0,3}}\s*:")


def _spelled(words: Vocabulary, field: str) -> Iterator[str]:
    """The labels of a field, those of more words first."""
    for label in sorted(words.labels, key=lambda each: not each.second):
        if label.field == field:
            second = rf"(?: \(người\))?\ (?:{alternatives(label.second, str.lower)})" if label.second else ""
            yield rf"(?:{alternatives(label.first, str.lower)}){second}"


def _are_units(value: str) -> bool:
    """Whether a value names units, and says nothing else."""
    return names_units(value.rstrip(" .;,()")) and unit_and_task(value) is None


@dataclass(frozen=True, slots=True)
class Label:
    """A label with what stands behind it."""

    field: str
    """One of `LABEL_FIELDS`."""
    value: str
    start: int
    """Code points into the text, where the label begins."""
    at: int
    """Where the value begins."""


def labels_in(text: str) -> Iterator[Label]:
    """The labels of `text`, each with its value, which goes to the next label.

    >>> [(each.field, each.value) for each in labels_in("Chủ trì: Công an xã; phối hợp: các thôn.")]
    [('lead', 'Công an xã'), ('support', 'các thôn')]
    >>> list(labels_in("Công an xã chủ trì, phối hợp với các thôn."))
    []
    >>> [each.field for each in labels_in("Phân công: Công an xã.")], list(labels_in("Phân công: Theo quy chế."))
    (['doer'], [])
    """
    stop = text.rfind(":") + 1
    found = list(_label().finditer(small(text), 0, stop)) if stop else []
    for at, label in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        value = text[label.end() : end].lstrip(" .;,()")
        if label.lastgroup == "doer" and not _are_units(value):
            continue
        yield Label(label.lastgroup or "", value.rstrip(" .;,()"), label.start(), end - len(value))
