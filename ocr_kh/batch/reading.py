# SPDX-License-Identifier: Apache-2.0
"""One document read in memory, its pages side by side; no files are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.pipeline import assemble, read_page
from ocr_kh.reading.source import open_source
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from ocr_kh.document import Document


def read(path: Path | tuple[Path, ...], settings: Settings = Settings()) -> Document:
    """One document read and repaired, nothing written. Raises InputError or MachineError."""
    from ocr_kh.batch.workers.pool import Workers, cpu_count

    source = open_source(path, settings)
    if source.kind == "text":
        return assemble(source, (), settings)
    with Workers(1 if source.page_count == 1 else settings.jobs or cpu_count()) as workers:
        pages = [workers.submit(read_page, source, number, settings) for number in range(1, source.page_count + 1)]
        return assemble(source, [page.result() for page in pages], settings)
