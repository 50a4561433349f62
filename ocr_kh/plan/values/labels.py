# SPDX-License-Identifier: Apache-2.0
"""Label lines of a task: `- Đơn vị chủ trì: ...`, `Phối hợp: ...; thời gian: ...`, which belong to the task above."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Field = Literal["lead", "support", "deadline", "other"]

_WHO = r"(?:các )?(?:đơn vị|cơ quan|bộ phận|người|cá nhân|tổ chức)(?: \(người\))?"
_DOES = r"(?:chủ trì|thực hiện|phụ trách|chịu trách nhiệm|đầu mối)"
_FIELDS: dict[Field, str] = {
    "support": rf"(?:{_WHO} )?(?:cùng )?phối hợp(?: thực hiện)?",
    "lead": rf"(?:(?:giao )?{_WHO} {_DOES}|chủ trì|phụ trách)(?: thực hiện| chính)?",
    "deadline": r"(?:thời gian|thời hạn|thời điểm|tiến độ|hạn)(?: (?:thực hiện|hoàn thành|triển khai|tổ chức|báo cáo|"
    r"thực hiện và hoàn thành|dự kiến))?|hoàn thành",
    "other": r"kết quả|sản phẩm|giám sát|thành phần|địa điểm|nội dung|đối tượng|kinh phí|yêu cầu|cách thức",
}
_LABEL = re.compile(
    r"(?:^|(?<=[.;,(])\s*)(?:[-–+*]\s*)?(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _FIELDS.items())
    + r")\s*:\s*",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """A label with what stands behind it."""

    field: Field
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
    """
    found = list(_LABEL.finditer(text))
    for at, label in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        yield Label(label.lastgroup, text[label.end() : end].strip(" .;,()"), label.start(), label.end())  # type: ignore[arg-type]
