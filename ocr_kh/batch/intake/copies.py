# SPDX-License-Identifier: Apache-2.0
"""Inputs with the same bytes: the first one is converted, the others are named as its copies.

Only files of one size are hashed, so that an archive without copies is not read twice. Files of different hồ sơ are
not copies of one another: each hồ sơ must be whole.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.outcome import Outcome
from ocr_kh.reading.source import content_hash
from ocr_kh.writing.tables.index import index_row

if TYPE_CHECKING:
    from ocr_kh.batch.inputs import Job


class Copy(NamedTuple):
    """What an input is a copy of."""

    first: Job
    sha256: str

    def outcome(self, job: Job) -> Outcome:
        """What became of `job`: it is converted already, under another name."""
        row = index_row(path=job.path, folder=self.first.name, status="duplicate") | {"sha256": self.sha256}
        return Outcome(job.path, self.first.folder, "duplicate", row=row)


@dataclass(slots=True)
class Copies:
    """The inputs seen so far, by hồ sơ and size."""

    _seen: dict[tuple[str, int], list[Job]] = field(default_factory=lambda: defaultdict(list))
    _places: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Of each input by name, where it stands in `_seen`."""
    _hashes: dict[str, str] = field(default_factory=dict)
    """By name; of files that were unpacked from the start, since they go when they are read."""
    _copies: dict[str, list[Job]] = field(default_factory=lambda: defaultdict(list))
    """By the first one's name."""

    def enter(self, job: Job, record: str = "") -> Copy | None:
        """The input that `job` is a copy of; else it is remembered as a first one itself."""
        try:
            size = sum(path.stat().st_size for path in job.paths)
            place = (record, size)
            if not size:  # empty ones are faults of their own
                return None
            if job.is_unpacked or self._seen[place]:
                self._hash(job)
            for first in self._seen[place]:
                if self._hash(first) == self._hash(job):
                    self._copies[first.name].append(job)
                    return Copy(first, self._hash(job))
        except OSError:  # told when it is opened
            return None
        self._seen[place].append(job)
        self._places[job.name] = place
        return None

    def leave(self, job: Job) -> list[Job]:
        """Forget `job`, which comes again, maybe with other content; what was a copy of it, to be looked at again."""
        if place := self._places.pop(job.name, None):
            self._seen[place] = [other for other in self._seen[place] if other.name != job.name]
        self._hashes.pop(job.name, None)
        return self._copies.pop(job.name, [])

    def _hash(self, job: Job) -> str:
        if job.name not in self._hashes:
            self._hashes[job.name] = content_hash(job.paths)
        return self._hashes[job.name]
