# SPDX-License-Identifier: Apache-2.0
"""Paper sizes as the digitisation trade pays them: by the area of a page, in units of A4."""

from __future__ import annotations

from typing import NamedTuple

OVERSIZE = 1.1
"""A size holds pages of up to so many times its area: scans are cut with a margin. The trade's default, a setting."""
NEAR = 0.03
"""Share of a limit within which a page is listed: another cut of the same sheet may fall on the other side."""


class Paper(NamedTuple):
    """A paper size of ISO 216, in the whole points that the trade's tools count with."""

    name: str
    width: int
    height: int
    """Points."""
    units: int
    """A4 pages that a page of it is paid as. Of A5 assumed: no rule was found that pays it as less than A4."""

    @property
    def area(self) -> int:
        """Square points."""
        return self.width * self.height


class PageSize(NamedTuple):
    """A page as viewers show it, turned and in its unit."""

    width: float
    height: float
    """Points."""


PAPERS = (
    Paper("A5", 420, 595, 1),
    Paper("A4", 595, 842, 1),
    Paper("A3", 842, 1190, 2),
    Paper("A2", 1190, 1684, 4),
    Paper("A1", 1684, 2384, 8),
    Paper("A0", 2384, 3370, 16),
)
"""Smallest first. Sizes and units as tools of the trade have them; A0 takes all that is larger."""


class NearLimit(NamedTuple):
    """A limit that the area of a page is close to."""

    paper: Paper
    """The smaller one of the two sizes."""
    share: float
    """The page's area over the limit: 0.98 lies just below it, 1.02 just above."""


def paper_of(width: float, height: float, oversize: float = OVERSIZE) -> Paper:
    """The smallest size whose area times `oversize` holds a page of `width` by `height` points.

    Sides do not count, only the area: a long receipt is paid as what it covers. F4 (210 x 330 mm) is 1.11 A4, and so
    is paid as A3 by the default.

    >>> paper_of(595.28, 841.89).name, paper_of(595.3, 935.4).name, paper_of(9_000, 9_000).name
    ('A4', 'A3', 'A0')
    """
    area = width * height
    return next((paper for paper in PAPERS if area <= paper.area * oversize), PAPERS[-1])


def near_limit(width: float, height: float, oversize: float = OVERSIZE, near: float = NEAR) -> NearLimit | None:
    """The limit that a page lies within a share `near` of; None for none. A0 has no limit.

    >>> near_limit(595.3, 935.4).paper.name, near_limit(595.28, 841.89)
    ('A4', None)
    """
    found = (NearLimit(paper, width * height / (paper.area * oversize)) for paper in PAPERS[:-1])
    return next((limit for limit in found if abs(limit.share - 1) <= near), None)
