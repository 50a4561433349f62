# SPDX-License-Identifier: Apache-2.0
"""What all parts of a plan have in common: they are frozen, refuse unknown keys, and count pages from 1."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

PageNumber = Annotated[
    int | None, Field(description="Page from 1 where it begins; null where the input is plain text.")
]


class FrozenModel(BaseModel):
    """A part of a plan; keys that a later version has added to its file are kept, and written again."""

    model_config = ConfigDict(frozen=True, extra="allow")

    def replaced(self, **values: object) -> Self:
        """A copy with other values, which are taken as they are; raises AttributeError for a name that it lacks."""
        if unknown := values.keys() - type(self).model_fields.keys():
            raise AttributeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        return self.model_copy(update=values)
