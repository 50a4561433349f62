# SPDX-License-Identifier: Apache-2.0
"""Documents into plans: the Plan model, its JSON Schema, and the parser.

The parser is loaded when it is first asked for (PEP 562): who only opens a plan.json has no need of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ocr_kh.plan.json_schema import schema
from ocr_kh.plan.model import Plan

if TYPE_CHECKING:
    from ocr_kh.plan.parsing import parse, parse_text

__all__ = ["Plan", "parse", "parse_text", "schema"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = globals()[name] = getattr(import_module("ocr_kh.plan.parsing"), name)
    return value
