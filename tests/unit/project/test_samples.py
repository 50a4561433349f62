# SPDX-License-Identifier: Apache-2.0
"""The samples are what their manifest says, and their truth is well formed."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[3] / "samples"
MANIFEST = tomllib.loads((SAMPLES / "manifest.toml").read_text(encoding="utf-8"))["sample"]
INPUTS = {".pdf", ".tiff", ".tif", ".png", ".jpg", ".jpeg", ".txt"}
MIB = 2**20


def truth(entry, suffix):
    return (SAMPLES / "truth" / f"{Path(entry['file']).stem}{suffix}").read_text(encoding="utf-8")


def sections(nodes):
    for node in nodes:
        yield node
        yield from sections(node["sections"])


every_sample = pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["file"])


def test_the_folder_holds_the_inputs_of_the_manifest_and_no_others():
    files = {path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*") if path.suffix in INPUTS}
    assert {name for name in files if not name.startswith("truth/")} == {entry["file"] for entry in MANIFEST}
    assert all(name.endswith(".txt") for name in files if name.startswith("truth/"))


def test_the_samples_together_stay_small():
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 15 * MIB


@every_sample
def test_clean_means_200_dpi_or_born_digital(entry):
    assert not entry["clean"] or entry.get("kind") == "born-digital" or entry["damage"]["dpi"] >= 200


@every_sample
def test_true_text_is_nfc_one_thing_a_line(entry):
    text = truth(entry, ".txt")
    assert text == unicodedata.normalize("NFC", text)
    assert text.endswith("\n")
    assert all(line and line == line.strip() and "  " not in line for line in text.splitlines())


@every_sample
def test_true_plan_stands_in_the_true_text(entry):
    plan, text = json.loads(truth(entry, ".plan.json")), truth(entry, ".txt")
    header = plan["header"]
    assert f"Số: {header['number']}/{header['symbol']}" in text.splitlines()
    assert header["issuer"] in text.replace("\n", " ")
    assert plan["subject"] in text
    printed = text.splitlines()
    for section in sections(plan["sections"]):
        start = re.compile(rf"{re.escape(section['marker'])}[.)]? {re.escape(section['title'] or '')}")
        assert any(start.match(line) for line in printed), section["path"]


@every_sample
def test_section_paths_are_unique_and_pages_never_fall(entry):
    found = list(sections(json.loads(truth(entry, ".plan.json"))["sections"]))
    paths = [section["path"] for section in found]
    assert len(set(paths)) == len(paths)
    pages = [section["page"] for section in found]
    assert pages == sorted(pages) if entry.get("kind") != "text" else set(pages) == {None}
