# SPDX-License-Identifier: Apache-2.0
"""One decision of a person, and the place on the page that it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from ocr_kh.document import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Kind = Literal["word", "line", "field", "accepted", "page", "undone"]
"""`word`: words of one printed line, put right; `line`: a whole printed line; `field`: a value of plan.json;
`accepted`: right as it was read, a value where there is a pointer, else words; `page`: what a page is
(`corrections.pages`); `undone`: the last decision with the same place and texts is taken back."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that can be found again when the page is read again, by another version or with other settings."""

    page: int | None = None
    """From 1; None where it is not known, and for plain text."""
    box: Box | None = None
    """Of the words, in points of the upright page."""
    before: str = ""
    """The words before, single spaces between; empty at the document's start."""
    after: str = ""
    """The words behind."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person decided, when, and where it holds.

    The keys of corrections.jsonl are those of `as_record`; docs/corrections.md describes them.
    """

    kind: Kind
    read: str
    """What stood there."""
    right: str
    """What is to stand there; empty where nothing is."""
    anchor: Anchor = field(default_factory=Anchor)
    pointer: str = ""
    """Of a value, corrected or accepted: its JSON Pointer in plan.json; empty for words."""
    who: str = ""
    when: str = ""
    """ISO 8601, with the offset from UTC."""
    scan: str = ""
    """SHA-256 of the input that it was made on; empty where that is not known."""

    @property
    def what(self) -> tuple[object, ...]:
        """What it says, whoever says it, and whether it is said or taken back."""
        return self.read, self.right, self.pointer, self.anchor

    def as_record(self) -> dict[str, object]:
        """The JSON object of one line of corrections.jsonl."""
        anchor = self.anchor
        return {
            "kind": self.kind,
            "who": self.who,
            "when": self.when,
            "from": self.read,
            "to": self.right,
            "field": self.pointer or None,
            "page": anchor.page,
            "box": anchor.box.as_list() if anchor.box else None,
            "before": anchor.before,
            "after": anchor.after,
            "scan": self.scan or None,
        }


def standing(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """The decisions that hold: those taken back are left out, and so is what takes them back.

    >>> made = [Correction("word", "kê", "kế"), Correction("word", "xa", "xã"), Correction("undone", "kê", "kế")]
    >>> [each.right for each in standing(made)]
    ['xã']
    """
    found: list[Correction] = []
    for each in corrections:
        if each.kind != "undone":
            found.append(each)
        elif same := [at for at, other in enumerate(found) if other.what == each.what]:
            del found[same[-1]]
    return tuple(found)


def correction_of(record: Mapping[str, Any]) -> Correction:
    """The decision that a line of corrections.jsonl tells of. Raises ValueError for what is none of ours.

    >>> correction_of({"kind": "word", "from": "kê", "to": "kế", "page": 2}).anchor.page
    2
    """
    if record.get("kind") not in get_args(Kind):
        raise ValueError(f"unknown kind {record.get('kind')!r}")
    box, page = record.get("box"), record.get("page")
    return Correction(
        kind=record["kind"],
        read=_text(record, "from"),
        right=_text(record, "to"),
        anchor=Anchor(
            page=None if page is None else int(page),
            box=Box(*map(float, box)) if box else None,
            before=_text(record, "before"),
            after=_text(record, "after"),
        ),
        pointer=_text(record, "field"),
        who=_text(record, "who"),
        when=_text(record, "when"),
        scan=_text(record, "scan"),
    )


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{key} is no text: {value!r}")
    return value or ""
