# SPDX-License-Identifier: Apache-2.0
"""Imported by the fork server of the tests: models, dictionaries and patterns as a worker has them after a document.

Each test that converts starts workers of its own, and a worker loads these for more than a second of CPU. So they are
loaded once for all that one test process starts. Programs that tests start (`python -m ocr_kh convert`) load theirs.
"""

from __future__ import annotations

from pathlib import Path

import ocr_kh.batch.workers.preload  # first: without pandas
import ocr_kh.corrections.folder
import ocr_kh.desk.server  # noqa: F401
from ocr_kh.plan import parse_text
from ocr_kh.repair import repair_text

_TRUTH = Path(__file__).resolve().parent.parent / "samples" / "truth"


def _warm() -> None:
    for name in ("chi-thi-hoa-don-dien-tu", "ke-hoach-giam-ngheo"):
        parse_text(repair_text((_TRUTH / f"{name}.txt").read_text(encoding="utf-8")).text)
    from remembering_engine import remember  # behind the rest, which is to come without pandas

    remember()


_warm()
