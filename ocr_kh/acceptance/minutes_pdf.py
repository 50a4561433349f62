# SPDX-License-Identifier: Apache-2.0
"""Minutes of acceptance as PDF/A-2b, laid out by Typst with the font that comes with it: no program, no font is needed.

The layout is in minutes.typ, which takes the minutes as JSON.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.errors import LibraryMissingError
from ocr_kh.writing.atomic import atomic_write
from ocr_kh.writing.document.printed import STATE

if TYPE_CHECKING:
    from ocr_kh.acceptance.minutes import Minutes

LAYOUT = Path(__file__).with_name("minutes.typ")


def write_pdf(minutes: Minutes, path: Path) -> None:
    """Write the minutes, whole or not at all. Raises LibraryMissingError, OutputError."""
    if find_spec("typst") is None:
        raise LibraryMissingError(format="minutes.pdf", library="typst")
    import typst

    compiler = typst.Compiler(ignore_system_fonts=True)  # the same bytes on every machine
    with atomic_write(path) as unfinished:
        compiler.compile(
            LAYOUT, output=unfinished, format="pdf", sys_inputs=inputs(minutes), pdf_standards=["a-2b"], timestamp=0
        )


def inputs(minutes: Minutes) -> dict[str, str]:
    """What the layout takes."""
    return {"minutes": json.dumps({"state": STATE, **asdict(minutes)}, ensure_ascii=False)}
