# SPDX-License-Identifier: Apache-2.0
"""Smaller parts of a plan: how sure a field is, where a value stands, stamps of receipt, notes, digital signatures."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ocr_kh.plan.base import FrozenModel, PageNumber


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


class Evidence(FrozenModel):
    """The place a value was taken from, so that a person can check it."""

    source: Literal["page", "inferred", "signature", "file name", "person"] = Field(
        description="`page`: it stands there; `inferred`: concluded from it; `signature`: from a digital "
        "signature, in the file or as its caption on the page; `file name`: from the name of the file; `person`: "
        "a person decided it."
    )
    page: PageNumber = None
    box: tuple[float, float, float, float] | None = Field(
        default=None, description="On that page, PDF points from its top left corner; null for text without places."
    )
    lines: tuple[int, int] | None = Field(
        default=None, description="First and last line, from 1, in original.txt or in the text that was parsed."
    )
    confirmed_by: str | None = Field(
        default=None,
        description="Who said that the value is right, as read or corrected; empty where the name is not known, null "
        "where nobody did.",
    )


class Note(FrozenModel):
    """What an official or a registry typed onto the document."""

    text: str
    page: PageNumber = None


class DigitalSignature(FrozenModel):
    """A digital signature of the file: who signed and when. No identity number is ever given."""

    signer: str | None = Field(default=None, description="Person or body, as the certificate or the caption names it.")
    organization: str | None = Field(default=None, description="The body the certificate places the signer in.")
    time: str | None = Field(default=None, description="Signing time as the file states it, ISO 8601.")
