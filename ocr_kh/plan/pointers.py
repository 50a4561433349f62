# SPDX-License-Identifier: Apache-2.0
"""Where a value stands in plan.json: JSON Pointers (RFC 6901), made step by step along the model."""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import truediv
from types import NoneType
from typing import Any, Self, get_args

from pydantic import BaseModel


class Pointer(str):
    """A JSON Pointer into a model; `/` goes one step down, and raises AttributeError where the model has no such key.

    >>> from ocr_kh.plan.model import PLAN
    >>> PLAN / "header" / "number", PLAN / "sections" / 0 / "blocks" / 1
    ('/header/number', '/sections/0/blocks/1')
    >>> PLAN / "header" / "nummer"
    Traceback (most recent call last):
    AttributeError: Header has no nummer in plan.json
    """

    __slots__ = ("kind",)
    kind: Any
    """The type of what stands there: a model, or a tuple of what its places hold."""

    def __new__(cls, kind: Any, text: str = "") -> Self:
        made = super().__new__(cls, text)
        made.kind = kind
        return made

    def __getnewargs__(self) -> tuple[Any, str]:  # type: ignore[override]
        """For pickles."""
        return self.kind, str(self)

    def __truediv__(self, step: str | int) -> Pointer:
        made = str.__new__(Pointer, f"{self}/{step}")  # past `__new__`: there are hundreds a plan
        made.kind = _kind_below(self.kind, step if isinstance(step, str) else None)
        return made

    @property
    def first(self) -> str:
        """Its first step: the key of the plan that it lies in."""
        return self.split("/", 2)[1]


def pointer_to(root: Pointer, text: str) -> Pointer:
    """The pointer below `root` that `text` writes out; raises AttributeError where there is no such key."""
    steps = (int(step) if step.isdecimal() else step for step in text.strip("/").split("/"))
    return reduce(truediv, steps, root)


@lru_cache(maxsize=1_000)
def _kind_below(kind: Any, key: str | None) -> Any:
    """The type below `kind` at a key of its JSON, or at any place (None) of a tuple."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if key == (field.alias or name):
                return _without_none(field.annotation)
        raise AttributeError(f"{kind.__name__} has no {key} in plan.json")
    if key is not None or not get_args(kind):
        raise AttributeError(f"{kind} has no {'places' if key is None else key} in plan.json")
    return get_args(kind)[0]


def _without_none(kind: Any) -> Any:
    kinds = [each for each in get_args(kind) if each is not NoneType]
    return kinds[0] if NoneType in get_args(kind) else kind
