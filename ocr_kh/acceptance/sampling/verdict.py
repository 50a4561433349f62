# SPDX-License-Identifier: Apache-2.0
"""What a checked sample says of its lot: errors, their rate with its upper bound, and whether the lot passes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.acceptance.sampling.bounds import (
    CONFIDENCE,
    Shares,
    Stratum,
    clopper_pearson,
    most_wrong_of_strata,
    most_wrong_shares,
)
from ocr_kh.acceptance.sampling.series import JudgedLot
from ocr_kh.plan.review.decisions import DECIDABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocr_kh.acceptance.sampling.checks import Checked, Found
    from ocr_kh.acceptance.sampling.sample import Drawn, Sample

FIELDS = len(DECIDABLE)
"""Fields of a document that are looked at."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A sample with what was found in it."""

    sample: Sample
    checked: Mapping[str, Checked]
    """By folder, of all documents of the sample that somebody went through."""
    confidence: float = CONFIDENCE

    @property
    def unchecked(self) -> int:
        """Units of the sample that nobody went through yet."""
        return len(self.sample.drawn) - len(self._through)

    @property
    def found(self) -> tuple[Found, ...]:
        """All errors, by folder."""
        return tuple(each for checked in self.checked.values() for each in checked.found)

    @property
    def wrong(self) -> frozenset[str]:
        """Folders of documents with an error that counts."""
        return frozenset(folder for folder, _ in self.wrong_units)

    @property
    def wrong_units(self) -> frozenset[tuple[str, str]]:
        """Folder and field of the units with an error that counts; of whole documents the field is empty."""
        if self.sample.draw.unit == "fields":
            drawn = frozenset((each.folder, each.field) for each in self._through)
            return drawn & {(each.folder, each.field) for each in self.found if each.is_field}
        return frozenset((each.folder, "") for each in self.found if each.counts)

    @property
    def checked_fields(self) -> int:
        """Fields that were looked at."""
        return len(self._through) * (1 if self.sample.draw.unit == "fields" else FIELDS)

    @property
    def wrong_fields(self) -> int:
        """Of these, those that were wrong."""
        return sum(map(self.is_judged, self.found))

    def is_judged(self, found: Found) -> bool:
        """Whether an error is in a field that the sample looks at; others are put right, and no part of its rate."""
        if self.sample.draw.unit == "fields":
            return found.is_field and (found.folder, found.field) in self.wrong_units
        return found.is_field and found.field in DECIDABLE

    @property
    def field_rate(self) -> float:
        """Share of wrong fields among those that were checked."""
        return self.wrong_fields / self.checked_fields if self.checked else 0.0

    @property
    def field_bound(self) -> float | None:
        """What the true share of wrong fields is not above, where documents were drawn with all their fields.

        The fields of one document are not independent, so its bound is not that of so many fields. None while
        documents are unchecked, and where single fields were drawn: `bound` says it of them.
        """
        if self.unchecked or self.sample.draw.unit == "fields":
            return None
        return most_wrong_shares(self._shares, self.confidence) / self.sample.documents

    @property
    def _shares(self) -> list[Shares]:
        """Of each stratum the shares of fields that are wrong, of the documents with wrong ones."""
        wrong = Counter(each.folder for each in self.found if self.is_judged(each))
        found: list[list[float]] = [[] for _ in self.sample.strata]
        for each in self._through:
            if each.folder in wrong:
                found[each.stratum].append(wrong[each.folder] / FIELDS)
        checked = Counter(each.stratum for each in self._through)
        parts = enumerate(self.sample.strata)
        return [Shares(part.units, checked[at], tuple(found[at])) for at, part in parts if part.units]

    @property
    def _through(self) -> list[Drawn]:
        """The units that somebody went through."""
        return [each for each in self.sample.drawn if each.folder in self.checked]

    @property
    def strata(self) -> tuple[Stratum, ...]:
        """The parts of the lot that were sampled by themselves, as far as they were checked."""
        wrong_units = self.wrong_units
        checked = Counter(each.stratum for each in self._through)
        wrong = Counter(each.stratum for each in self._through if (each.folder, each.field) in wrong_units)
        parts = enumerate(self.sample.strata)
        return tuple(Stratum(part.units, checked[at], wrong[at]) for at, part in parts if part.units)

    @property
    def rate(self) -> float:
        """Share of wrong units in the lot, as the sample says: each stratum by its size."""
        wrong = sum(each.units * each.wrong / each.drawn for each in self.strata if each.drawn)
        return wrong / self.sample.units

    @property
    def bound(self) -> float | None:
        """What the true share is not above, with `confidence`; None while units are unchecked.

        Half a sample is no random one: the easy documents may have been checked first.
        """
        if self.unchecked:
            return None
        return most_wrong_of_strata(self.strata, self.confidence) / self.sample.units

    @property
    def endless_bound(self) -> float | None:
        """The same as if the lot were endless (Clopper-Pearson); None for a weighted sample, and while unchecked."""
        if self.unchecked or len(self.strata) > 1:
            return None
        return clopper_pearson(len(self.wrong_units), len(self._through), self.confidence)

    @property
    def passes(self) -> bool | None:
        """Whether the lot passes by its rule; None while that is open.

        One that can pass no more, whatever the rest says, fails at once.
        """
        accept = self.sample.accept
        if accept is not None:
            fails = len(self.wrong_units) > accept
        elif self.unchecked:
            return None
        else:
            fails = self.rate * 100 > self.sample.plan.limit_percent + 1e-9
        return False if fails else (None if self.unchecked else True)

    @property
    def is_shown(self) -> bool:
        """Whether the bound itself lies within the contract's limit: then the lot is proved good, not only passed."""
        return self.bound is not None and self.bound * 100 <= self.sample.plan.limit_percent

    def judged_lot(self) -> JudgedLot | None:
        """What the series of the sample keeps of it; None for a lot of no series, and while it is open."""
        wanted, step = self.sample.draw, self.sample.plan.step(self.sample.units)
        if not wanted.series or step is None or self.passes is None:
            return None
        return JudgedLot(
            wanted.series,
            self.sample.name,
            self.sample.lot,
            wanted.plan.severity,
            len(self.sample.drawn),
            len(self.wrong_units),
            step.accept,
            step.reject,
            step.tighter,
            wanted.is_original,
        )


def verdict_of(sample: Sample, checked: Mapping[str, Checked], confidence: float = CONFIDENCE) -> Verdict:
    """The verdict on a sample; what was decided in documents that nobody went through does not count yet."""
    through = {folder: each for folder, each in checked.items() if folder in sample.folders and each.who}
    return Verdict(sample, through, confidence)
