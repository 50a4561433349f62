# SPDX-License-Identifier: Apache-2.0
"""What the cover of a hồ sơ says of all of it, against what was found: first and last day, sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.acceptance.lint.kinds import finding
from ocr_kh.acceptance.lint.periods import Period
from ocr_kh.plan.model import PLAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.acceptance.lint.kinds import Finding
    from ocr_kh.acceptance.lint.seen import Cover, Seen

_PAPER = PLAN / "dossier_paper"
_BELIEVED = 0.5
"""Share of dated documents that lie in the period of a cover that is believed; else it is the cover that is wrong."""


class PeriodTold(NamedTuple):
    """What a cover says of the time of its hồ sơ."""

    period: Period | None
    """None where it says nothing, or is not to be believed."""
    is_wrong: bool = False


def period_told(documents: Sequence[Seen]) -> PeriodTold:
    """The period by which the documents of a hồ sơ are judged: that of its first cover."""
    cover = next((each.cover for each in documents if each.cover), None)
    if not cover or not (cover.start or cover.end):
        return PeriodTold(None)
    period = Period(cover.start, cover.end)
    dated = [each.date for each in documents if each.date and not each.is_paper]
    inside = sum(map(period.holds, dated))
    return PeriodTold(None, is_wrong=True) if inside < _BELIEVED * len(dated) else PeriodTold(period)


def covers(documents: Sequence[Seen], told: PeriodTold) -> Iterator[Finding]:
    """What differs between a cover and the documents behind it."""
    found = [(each, each.cover) for each in documents if each.cover]
    own = [each for each in documents if not each.is_paper]
    for at, (paper, cover) in enumerate(found):
        if at:
            yield finding("cover.second", paper.dossier, paper.folder, other=found[0][0].folder)
            continue
        if told.is_wrong:
            yield finding(
                "cover.period", paper.dossier, paper.folder, _PAPER / "start", start=cover.start, end=cover.end
            )
        elif told.period:
            yield from _days(paper, cover, [each.date for each in own if told.period.holds(each.date) and each.date])
        if own and not any(each.error for each in own):
            yield from _sheets(paper, cover, documents)


def _days(paper: Seen, cover: Cover, dates: Sequence[str]) -> Iterator[Finding]:
    """The first and the last day of documents that lie in the period: those outside are told by themselves."""
    if not dates:
        return
    for code, key, day, found in (
        ("cover.start", "start", cover.start, min(dates)),
        ("cover.end", "end", cover.end, max(dates)),
    ):
        if day and not (day.startswith(found) or found.startswith(day)):
            yield finding(code, paper.dossier, paper.folder, _PAPER / key, date=day, found=found)


def _sheets(paper: Seen, cover: Cover, documents: Sequence[Seen]) -> Iterator[Finding]:
    """Sheets that cannot be: pages lie on at least half as many, and at most as many; lists may be counted in."""
    own = [each.page_count for each in documents if not each.is_paper]
    least = sum((count + 1) // 2 for count in own)
    most = sum(own) + sum(each.page_count for each in documents if each.listed)
    if cover.sheets is not None and not least <= cover.sheets <= most:
        yield finding(
            "cover.sheets", paper.dossier, paper.folder, _PAPER / "sheets", sheets=cover.sheets, least=least, most=most
        )
