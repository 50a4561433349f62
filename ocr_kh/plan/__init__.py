# SPDX-License-Identifier: Apache-2.0
"""Documents into plans: the Plan model, its JSON Schema, and the parser."""

from ocr_kh.plan.json_schema import schema
from ocr_kh.plan.model import Plan
from ocr_kh.plan.parsing import parse, parse_text

__all__ = ["Plan", "parse", "parse_text", "schema"]
