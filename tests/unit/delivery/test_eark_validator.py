# SPDX-License-Identifier: Apache-2.0
"""What eark-validator 1.1.3 says of packages of each form, by the rules of V2.0.4: just what docs/handover.md lists.

It pins an old lxml, so it needs an environment of its own: `EARK_VALIDATOR` names the Python in it.
"""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from ocr_kh.delivery.packages.variants import VARIANTS

PYTHON = os.environ.get("EARK_VALIDATOR")
LAUNCHER = """
import importlib.util, pathlib, sys, urllib.request
base = pathlib.Path(importlib.util.find_spec("eark_validator").origin).parent / "ipxml/resources/vocabs"
def answer(url, *_, **__):
    return open(base / (url if isinstance(url, str) else url.full_url).rsplit("/", 1)[1], "rb")
urllib.request.urlopen = answer  # it fetches at import what lies in its own wheel
from eark_validator.cli.app import main
sys.exit(main())
"""
ALLOWED = {
    "thong-tu": {"CSIP60", "CSIP95", "CSIP103", "CSIP114", "SIP2", "SIP14"},
    "mau": {"CSIP16", "CSIP60", "CSIP95", "CSIP103", "CSIP114", "SIP2", "SIP14"},
    "csip": {"SIP14"},
}


@pytest.mark.skipif(not PYTHON, reason="EARK_VALIDATOR names no Python with eark-validator")
@pytest.mark.parametrize("variant", [name for name, each in VARIANTS.items() if each.kind == "SIP"])
def test_eark_validator_reports_the_known_rules_and_no_other(handed, tmp_path, variant):
    handed(variant=VARIANTS[variant])
    package = next((tmp_path / "delivery/packages").iterdir())
    command = [PYTHON, "-c", LAUNCHER, "-s", "V2.0.4", str(package)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    told = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    report = json.loads(told[told.index("{") :])
    assert report["structure"]["status"] == "WellFormed"
    assert report["metadata"]["schema_results"]["status"] == "VALID"
    rules = report["metadata"]["schematron_results"]["messages"]
    assert {each["rule_id"] for each in rules if each["severity"] == "Error"} == ALLOWED[variant]
