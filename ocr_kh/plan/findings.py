# SPDX-License-Identifier: Apache-2.0
"""What is drawn from the texts of a plan: documents it cites, who does what, by when, and to what measure."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from ocr_kh.plan.base import FrozenModel


class Citation(FrozenModel):
    """A cited document, normalized."""

    type: str | None = Field(default=None, description="`Nghị quyết`, `Kế hoạch`, `Luật`, ...")
    code: str | None = Field(default=None, description="Number and symbol in their correct form.")
    variants: tuple[str, ...] = Field(default=(), description="Other printed forms of the code.")
    date: str | None = Field(default=None, description="As precise as the page, ISO 8601.")
    issuer: str | None = Field(default=None, description="As printed; null where no mention names it.")
    title: str | None = Field(default=None, description="What it is about; for a law its name.")
    text: str = Field(default="", description="The first mention as printed.")
    mentions: int = 1


class Assignment(FrozenModel):
    """A unit with its role and tasks."""

    unit: str
    role: str | None = Field(default=None, description="`chủ trì` or `phối hợp`; null where no role is printed.")
    tasks: tuple[str, ...] = ()
    deadline: str | None = Field(
        default=None, description="When its tasks are due, as `to` of the last of its `deadlines`; null for none."
    )
    path: str = Field(description="Path of the section it comes from.")


class Deadline(FrozenModel):
    """A time that is set for a task, ISO 8601 as precise as the page: `2026`, `2026-04`, `2026-04-30`."""

    text: str = Field(description="As printed: `chậm nhất là ngày 30/01/2026`, `định kỳ 6 tháng`.")
    start: str | None = Field(
        default=None,
        alias="from",
        description="When it begins; null where it only ends. A quarter begins with its first month: `2027-01`.",
    )
    end: str | None = Field(
        default=None,
        alias="to",
        description="When it ends: of `trong tháng 4/2026` `2026-04`; a quarter ends with its last month: `2027-03`.",
    )
    recurrence: str | None = Field(
        default=None,
        description="How often, as an ISO 8601 duration: `P1M` for `hằng tháng`, `P6M` for `định kỳ 6 tháng`.",
    )
    path: str = Field(description="Path of the section it comes from; empty for closing words.")
    assignment: str | None = Field(
        default=None,
        description="JSON Pointer to the assignment whose task it is set for (`/assignments/3`), the leading unit's "
        "where several share it; null where no unit is named.",
    )

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)


class Target(FrozenModel):
    """A measurable target."""

    text: str = Field(description="The clause that sets it.")
    value: float | None = None
    upper: float | None = Field(
        default=None,
        description="The end of a range (`10 - 13 %`) that begins with `value`; null for one number.",
    )
    unit: str | None = Field(default=None, description="`%`, or the thing that is counted.")
    comparison: str | None = Field(
        default=None,
        description="How what is reached compares with `value`: `>=` (`ít nhất 5`, `từ 5 trở lên`), `>` (`trên 5`), "
        "`<=` (`không quá 5`), `<` (`dưới 5`); null where the number stands alone.",
    )
    change: str | None = Field(
        default=None,
        description="`tăng` or `giảm` where `value` is by how much, or to what, something grows or shrinks "
        "(`giảm ít nhất 20 %`); null where nothing is said of that.",
    )
    deadline: str | None = Field(
        default=None,
        description="As precise as the page: `2026`, `2026-06`, `2026-11-30`; a quarter by its last month.",
    )
    path: str = Field(description="Path of the section it comes from.")
