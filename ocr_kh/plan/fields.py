# SPDX-License-Identifier: Apache-2.0
"""Smaller parts of a plan: how sure a field is, and the stamp of receipt."""

from __future__ import annotations

from pydantic import Field

from ocr_kh.plan.base import FrozenModel


class Received(FrozenModel):
    """What the stamp of the receiving office says (Nghị định 30/2020, Phụ lục IV): not the document's own."""

    number: str | None = Field(default=None, description="Number in the register of what came in.")
    date: str | None = Field(default=None, description="Day of receipt, ISO 8601.")
    office: str | None = Field(default=None, description="The receiving body, as printed on the stamp.")


class FieldProbability(FrozenModel):
    """How sure a field is."""

    probability: float = Field(description="That it is right, 0 to 1: of those said to be 0.9, nine in ten are.")
    runner_up: str | None = Field(
        default=None, description="What it would be if not; null where only its reading, not its place, is in doubt."
    )
