# SPDX-License-Identifier: Apache-2.0
"""How the invented pages of `header_pages` are set, and what happens to them: drawn by chance, as offices differ."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bench.condition_pages import random_condition

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.random import Generator

    from bench.scans.degrade import Damage

SHEET_WIDTH = 210.0
"""Millimetres."""
_MOTTO_POINTS = 0.133
"""Size at which the State's name fills a millimetre of a column, bold."""


@dataclass(frozen=True, slots=True)
class Style:
    """How header_pages.typ sets a document; lengths are points where nothing else is said."""

    face: str = "Tinos"
    size: float = 14
    smaller: float = 1.5
    """By how much the columns of the header are smaller than the text, the type larger, V/v smaller."""
    larger: float = 0
    about_smaller: float = 1
    recipients_smaller: float = 3
    leading: float = 0.55
    parted: float = 5
    """Between paragraphs, beyond the leading."""
    top: float = 20
    left: float = 30
    right: float = 17
    """Margins, millimetres."""
    share: float = 0.42
    """Of the text's width, that the left column takes."""
    motto: float = 13
    """Size of the motto, which never runs over the line."""
    issuer_width: float = 1.0
    """Of the left column."""
    bold: bool = True
    fat_superior: bool = False
    fat_subject: bool = True
    slanted_date: bool = True
    issuer_rule: str = "line"
    motto_rule: str = "line"
    subject_rule: str = "line"
    """`line`, `underline`, `hyphens`, `long hyphens`, `stars`, `low` or `none`."""
    issuer_rule_length: float = 30
    motto_rule_length: float = 58
    stroke: float = 0.7
    gutter: float = 6
    together: bool = False
    """Each column is set by itself, so that number and date need not stand on one row."""
    drop: float = 4
    """Between motto and date, where `together`."""
    over: float = 6
    under: float = 4
    tracking: float = 0
    """Between the letters of the type."""
    subject_width: float = 0.9
    """Of the text's width."""
    number_gap: float = 0
    """Left for a number written by hand; 0 where it is printed."""
    room: float = 70
    """For the signature."""
    signature_share: float = 0.53
    ruled: bool = False
    """Those who sign together sign in the cells of a table."""
    logo: str = ""
    """`full` or `ring`."""


@dataclass(frozen=True, slots=True)
class Harm:
    """What happens to a page, beyond `Damage`."""

    toner: float = 1.0
    """Share of the ink that the printer left."""
    behind: float = 0.0
    """How strongly the other side shines through, 0 to 1."""
    binding: float = 0.0
    """Share of the light lost at the left edge."""
    received: bool = False
    """A stamp of receipt stands below the number, or where there is room."""
    inked: bool = False
    """A seal and a signature stand over the signer's name."""
    ruled_number: str = ""
    """`line` or `dots` of a form touch the printed number from below."""
    stamped_over: bool = False
    """The stamp of receipt stands over what is printed, wherever there is room in a hurry."""


def random_style(columns: Mapping[str, list[str]], rng: Generator) -> Style:
    """As offices set their pages: most by the decree, each with its own measures, some with a typewriter or a logo."""

    def one(*of: Any, chances: Sequence[float] | None = None) -> Any:
        return of[int(rng.choice(len(of), p=chances))]

    party = any("ĐẢNG CỘNG SẢN" in line for line in columns.get("motto", ()))
    typed = rng.random() < 0.08
    left, right, share = (float(rng.uniform(*bounds)) for bounds in ((22, 35), (12, 20), (0.34, 0.48)))
    size = 11.5 if typed else float(one(13, 13.5, 14))
    fits = (SHEET_WIDTH - left - right) * (1 - share) * _MOTTO_POINTS * (0.75 if typed else 1)
    rule = one("line", "underline", "hyphens", "low", "none", chances=[0.64, 0.04, 0.12, 0.08, 0.12])
    return Style(
        face="Cousine" if typed else one("Tinos", "TeX Gyre Termes", "Arimo", chances=[0.7, 0.22, 0.08]),
        size=size,
        smaller=float(rng.uniform(0.5, 2.0)),
        larger=float(one(0, 1, 2)),
        about_smaller=float(rng.uniform(0, 1.5)),
        recipients_smaller=float(one(2, 3, 3)),
        leading=float(rng.uniform(0.42, 0.75)),
        parted=float(rng.uniform(2, 8)),
        top=float(rng.uniform(14, 25)),
        left=left,
        right=right,
        share=share,
        motto=min(size - 1, fits),
        issuer_width=float(rng.uniform(0.72, 1.0)),
        bold=not typed,
        fat_superior=rng.random() < 0.15,
        fat_subject=rng.random() < 0.85,
        slanted_date=rng.random() < 0.85,
        issuer_rule="stars" if party else rule,
        motto_rule=one("line", "underline", "long hyphens", "none", chances=[0.69, 0.06, 0.12, 0.13]),
        subject_rule=one("line", "hyphens", "none", chances=[0.4, 0.15, 0.45]),
        issuer_rule_length=float(rng.uniform(18, 60)),
        motto_rule_length=float(rng.uniform(30, 72)),
        stroke=float(rng.uniform(0.4, 1.2)),
        gutter=float(rng.uniform(4, 12)),
        together=rng.random() < 0.35,
        drop=float(rng.uniform(3, 14)),
        over=float(rng.uniform(0, 16)),
        under=float(rng.uniform(0, 12)),
        tracking=float(rng.uniform(3, 7)) if rng.random() < 0.08 else 0.0,
        subject_width=float(rng.uniform(0.5, 1.0)),
        number_gap=float(rng.uniform(24, 40)) if rng.random() < 0.12 else 0.0,
        room=float(rng.uniform(45, 85)),
        signature_share=float(rng.uniform(0.45, 0.58)),
        ruled=rng.random() < 0.4,
        logo=one("full", "ring") if rng.random() < 0.1 else "",
    )


def random_harm(rng: Generator) -> Harm:
    """Each of it on one page of seven or so."""
    return Harm(
        toner=float(rng.uniform(0.35, 0.7)) if rng.random() < 0.15 else 1.0,
        behind=float(rng.uniform(0.1, 0.35)) if rng.random() < 0.2 else 0.0,
        binding=float(rng.uniform(0.3, 0.8)) if rng.random() < 0.15 else 0.0,
        received=rng.random() < 0.15,
        inked=rng.random() < 0.6,
    )


def harsher(harm: Harm, rng: Generator) -> Harm:
    """The same page after a worse day: printed over, sealed, stamped across its header, with little toner left."""
    return replace(
        harm,
        toner=float(rng.uniform(0.35, 0.7)) if rng.random() < 0.3 else harm.toner,
        received=harm.received or rng.random() < 0.5,
        stamped_over=rng.random() < 0.8,
        inked=True,
        ruled_number=str(rng.choice(["line", "dots", ""])),
    )


def random_scan(rng: Generator) -> Damage:
    """As `random_condition`, low resolution and thresholds too dark or too light among it; the seal is ours."""
    damage = replace(random_condition(rng), seal=None)
    if rng.random() < 0.25:
        damage = replace(damage, dpi=int(rng.choice([130, 150, 150, 170])))
    if damage.colour == "bilevel" and damage.threshold == "global" and rng.random() < 0.5:
        damage = replace(damage, level=int(rng.choice([90, 105, 120, 205, 218])))
    if rng.random() < 0.15:
        damage = replace(damage, specks=float(rng.uniform(20, 80)))
    return damage
