# SPDX-License-Identifier: Apache-2.0
"""Numbers that belong together as one frozen value: each field with its unit and where the number comes from.

Such a value can be printed (`python -m bench.costs`), replaced as a whole by another, and so fitted.
"""

from __future__ import annotations

from dataclasses import field
from typing import TypeVar

Value = TypeVar("Value")


def parameter(value: Value, unit: str, origin: str) -> Value:
    """A field of a frozen dataclass of numbers; its docstring says what it is.

    `origin` is a measurement, a rule, or the owning up that a person chose it, and on what.
    """
    return field(default=value, metadata={"unit": unit, "origin": origin})
