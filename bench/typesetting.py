# SPDX-License-Identifier: Apache-2.0
"""Pages set by Typst from a layout and what is filled in; never with a face missing, which would leave them empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typst

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def typeset(layout: Path, inputs: Mapping[str, str]) -> bytes:
    """The PDF that the layout makes of these inputs; SystemExit with the remedy where a face is not on this machine."""
    pdf, warnings = typst.compile_with_warnings(
        layout, format="pdf", sys_inputs=dict(inputs), pdf_standards=["1.4"], timestamp=0
    )
    if warnings:
        told = "; ".join(sorted({warning.message for warning in warnings}))
        raise SystemExit(f"{layout.name}: {told} (the faces: .ci/debian-packages bench)")
    return bytes(pdf)
