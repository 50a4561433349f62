# SPDX-License-Identifier: Apache-2.0
"""What the models of plan.json have in common, and the smallest of them."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field


class PlanModel(BaseModel):
    """A part of plan.json: frozen, without keys of its own making."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def replaced(self, **values: object) -> Self:
        """A copy with other values, which are taken as they are; raises AttributeError for a name that it lacks."""
        if unknown := values.keys() - type(self).model_fields.keys():
            raise AttributeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        return self.model_copy(update=values)


class Received(PlanModel):
    """What the stamp of the receiving office says (Nghị định 30/2020, Phụ lục IV): not the document's own."""

    number: str | None = Field(default=None, description="Number in the register of what came in.")
    date: str | None = Field(default=None, description="Day of receipt, ISO 8601.")
    office: str | None = Field(default=None, description="The receiving body, as printed on the stamp.")


class FieldProbability(PlanModel):
    """How sure a field is."""

    probability: float = Field(description="That it is right, 0 to 1: of those said to be 0.9, nine in ten are.")
    runner_up: str | None = Field(
        default=None, description="What it would be if not; null where only its reading, not its place, is in doubt."
    )
