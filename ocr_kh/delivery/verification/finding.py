# SPDX-License-Identifier: Apache-2.0
"""One thing that is wrong with what was handed over."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Where it is, and what."""

    code: str
    """`file.missing` ...: for programs; docs/handover.md lists them."""
    path: str
    """The file, seen from what was verified, `/` between its parts."""
    key: str
    """The element, attribute or field; empty for the file itself."""
    message: str
    """In the language of the run."""
    is_certain: bool = True
    """Else it may be right, and a person should look; it does not fail the verification."""

    def __str__(self) -> str:
        place = f"{self.path}: {self.key}" if self.key else self.path
        return f"{place}: {self.message} [{self.code}]"
