# SPDX-License-Identifier: Apache-2.0
"""What a checked sample says of its lot: errors, their rate with its upper bound, and whether the lot passes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr_kh.acceptance.bounds import CONFIDENCE, Stratum, clopper_pearson, most_wrong_of_strata
from ocr_kh.plan.review.decisions import DECIDABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocr_kh.acceptance.checks import Checked, Found
    from ocr_kh.acceptance.sample import Sample

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
        """Documents of the sample that nobody went through yet."""
        return len(self.sample.drawn) - len(self.checked)

    @property
    def found(self) -> tuple[Found, ...]:
        """All errors, by folder."""
        return tuple(each for checked in self.checked.values() for each in checked.found)

    @property
    def wrong(self) -> frozenset[str]:
        """Folders of documents with an error that counts."""
        return frozenset(each.folder for each in self.found if each.counts)

    @property
    def wrong_fields(self) -> int:
        """Fields that were wrong, over all documents that were checked."""
        return sum(each.kind in {"wrong", "missing", "too much"} for each in self.found)

    @property
    def field_rate(self) -> float:
        """Share of wrong fields among those that were checked."""
        return self.wrong_fields / (FIELDS * len(self.checked)) if self.checked else 0.0

    @property
    def strata(self) -> tuple[Stratum, ...]:
        """The parts of the lot that were sampled by themselves, as far as they were checked."""
        drawn = {each.folder: each.stratum for each in self.sample.drawn}
        checked, wrong = (Counter(drawn[folder] for folder in folders) for folders in (self.checked, self.wrong))
        parts = enumerate(self.sample.strata)
        return tuple(Stratum(part.documents, checked[at], wrong[at]) for at, part in parts if part.documents)

    @property
    def rate(self) -> float:
        """Share of wrong documents in the lot, as the sample says: each stratum by its size."""
        wrong = sum(each.documents * each.wrong / each.drawn for each in self.strata if each.drawn)
        return wrong / self.sample.documents

    @property
    def bound(self) -> float | None:
        """What the true share is not above, with `confidence`; None while documents are unchecked.

        Half a sample is no random one: the easy documents may have been checked first.
        """
        if self.unchecked:
            return None
        return most_wrong_of_strata(self.strata, self.confidence) / self.sample.documents

    @property
    def endless_bound(self) -> float | None:
        """The same as if the lot were endless (Clopper-Pearson); None for a weighted sample, and while unchecked."""
        if self.unchecked or len(self.strata) > 1:
            return None
        return clopper_pearson(len(self.wrong), len(self.checked), self.confidence)

    @property
    def passes(self) -> bool | None:
        """Whether the lot passes by its rule; None while that is open.

        One that can pass no more, whatever the rest says, fails at once.
        """
        accept = self.sample.accept
        if accept is not None:
            fails = len(self.wrong) > accept
        elif self.unchecked:
            return None
        else:
            fails = self.rate * 100 > self.sample.plan.limit_percent + 1e-9
        return False if fails else (None if self.unchecked else True)

    @property
    def is_shown(self) -> bool:
        """Whether the bound itself lies within the contract's limit: then the lot is proved good, not only passed."""
        return self.bound is not None and self.bound * 100 <= self.sample.plan.limit_percent


def verdict_of(sample: Sample, checked: Mapping[str, Checked], confidence: float = CONFIDENCE) -> Verdict:
    """The verdict on a sample; what was decided in documents that nobody went through does not count yet."""
    drawn = {each.folder for each in sample.drawn}
    through = {folder: each for folder, each in checked.items() if folder in drawn and each.who}
    return Verdict(sample, through, confidence)
