# SPDX-License-Identifier: Apache-2.0
"""Imported by the fork server of the tests: models, dictionaries and patterns as a worker has them after two documents.

Each test that converts starts workers of its own, and a worker loads these for two seconds of CPU: what pages are read
with, the candidates of damaged words, and 240 modules that write a PDF and check it. So they are loaded once for all
that one test process starts. Programs that tests start (`python -m ocr_kh convert`) load theirs.
"""

from __future__ import annotations

import gc
import os
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import ocr_kh.batch.workers.preload  # first: without pandas

import cv2  # isort: skip
import ocr_kh.batch.opening
import ocr_kh.corrections.folder
import ocr_kh.desk.server
import ocr_kh.reading.cut_images
import ocr_kh.reading.page_image
import ocr_kh.writing.pdf.page_images  # noqa: F401
from ocr_kh.batch.finishing import finish_alone
from ocr_kh.batch.inputs import Job
from ocr_kh.pipeline import read_page
from ocr_kh.plan import parse_text
from ocr_kh.reading.source import open_source
from ocr_kh.repair import repair_text
from ocr_kh.settings import Settings

_SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def _warm() -> None:
    cv2.setNumThreads(1)  # as in workers; threads do not come along into a fork
    for name in ("chi-thi-hoa-don-dien-tu", "ke-hoach-giam-ngheo"):
        parse_text(repair_text((_SAMPLES / "truth" / f"{name}.txt").read_text(encoding="utf-8")).text)
    for name in ("ke-hoach-ve-sinh-moi-truong.txt", "ke-hoach-hoc-tap-suot-doi.pdf"):  # damaged; born-digital
        _convert(_SAMPLES / name)
    from remembering_engine import remember  # behind the rest, which is to come without pandas

    remember()
    os.fsync = lambda _: None  # no test cuts the power
    gc.freeze()  # what is here is no garbage in any worker: none is to look through it, and copy it by that


def _convert(path: Path) -> None:
    settings = Settings(jobs=1)
    source = open_source(path, settings)
    pages = [read_page(source, at + 1, settings) for at in range(source.page_count) if source.kind != "text"]
    with TemporaryDirectory() as out:
        job = Job((path,), path.name, Path(out) / path.name, path.name)
        finish_alone(job, source, pages, settings, datetime.now(UTC))


_warm()
