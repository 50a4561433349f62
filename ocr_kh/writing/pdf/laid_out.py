# SPDX-License-Identifier: Apache-2.0
"""Papers of our own as PDF/A-2b, laid out by Typst with the font that comes with it: no program, no font is needed."""

from __future__ import annotations

import json
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ocr_kh.errors import LibraryMissingError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def check_typst(name: str) -> None:
    """Raises LibraryMissingError for the PDF called `name` where Typst is not installed."""
    if find_spec("typst") is None:
        raise LibraryMissingError(format=name, library="typst")


def lay_out(layout: Path, content: Mapping[str, object], target: Path) -> None:
    """Write to `target` what the layout makes of `content`, which it takes as JSON by these names."""
    import typst

    compiler = typst.Compiler(root=layout.parent, ignore_system_fonts=True)  # the same bytes on every machine
    compiler.compile(
        layout, output=target, format="pdf", sys_inputs=inputs(content), pdf_standards=["a-2b"], timestamp=0
    )


def inputs(content: Mapping[str, object]) -> dict[str, str]:
    """What a layout takes."""
    return {name: json.dumps(value, ensure_ascii=False) for name, value in content.items()}
