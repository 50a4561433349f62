# SPDX-License-Identifier: Apache-2.0
"""Converted folders as convert leaves them, made without an engine, and what is delivered of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bench.handover import invent
from ocr_kh.delivery.handing_over import Order, deliver
from ocr_kh.delivery.packages.variants import MAU
from ocr_kh.delivery.profiles import profile_of
from ocr_kh.project_file import read_project

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def converted_once(tmp_path_factory) -> Path:
    """Two dossiers, of three documents and of two, with list and project file beside them."""
    job = tmp_path_factory.mktemp("job")
    invent(job / "result", 5, of_a_dossier=3)
    return job


@pytest.fixture(scope="session")
def delivered_once(converted_once, tmp_path_factory) -> Path:
    """The packages of them."""
    to = tmp_path_factory.mktemp("delivery")
    list(deliver(order_of(converted_once, to)))
    return to


@pytest.fixture
def job(tmp_path) -> Path:
    """The same, for a test of its own."""
    invent(tmp_path / "job" / "result", 5, of_a_dossier=3)
    return tmp_path / "job"


def order_of(job: Path, to: Path, profile: str = "sip") -> Order:
    project = read_project(job / "ocr-kh.toml")
    return Order(job / "result", to, profile_of(profile), MAU, project)


@pytest.fixture
def handed(job, tmp_path):
    """Delivers the job; a call gives what became of the dossiers."""

    def hand_over(profile="sip", **changes):
        order = order_of(job, tmp_path / "delivery", profile)
        return list(deliver(replace(order, **changes)))

    return hand_over
