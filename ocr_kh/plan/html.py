# SPDX-License-Identifier: Apache-2.0
"""A plan as notebooks show it: header as a table, outline as nested lists; everything in it escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class _Heading(Protocol):
    """What is shown of a section."""

    @property
    def marker(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def level(self) -> int: ...
    @property
    def page(self) -> int | None: ...
    def text(self, *, deep: bool = False) -> str: ...


_SHOWN = 100
"""Characters of a numbered paragraph, which has no heading."""


def plan_html(kind: str, facts: Mapping[str, str | None], sections: Iterable[_Heading]) -> str:
    """`facts` of the header under their names, and the headings in reading order."""
    rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(fact)}</td></tr>" for name, fact in facts.items() if fact)
    outline = "".join(map(_heading_html, sections))
    return f"<div><strong>{escape(kind)}</strong><table>{rows}</table>{outline}</div>"


def _heading_html(section: _Heading) -> str:
    text = section.text()
    words = section.title or (f"{text[:_SHOWN]} …" if len(text) > _SHOWN else text)
    page = f" <small>({section.page})</small>" if section.page else ""
    label = escape(" ".join(filter(None, (section.marker, words))))
    return f'<div style="margin-left:{1.5 * (section.level - 1):g}em">{label}{page}</div>'
