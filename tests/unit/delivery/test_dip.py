# SPDX-License-Identifier: Apache-2.0
"""A DIP answers a request: what it holds, and what is wrong with it is found and called by its name."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from ocr_kh.cli import main
from ocr_kh.delivery.handing_over import deliver
from ocr_kh.delivery.packages.variants import DIP
from ocr_kh.delivery.verification import verify
from ocr_kh.errors import ProfileError
from ocr_kh.project_file import read_project
from tests.unit.delivery.conftest import order_of
from tests.unit.delivery.test_verification import INNER, findings, seal
from tests.unit.delivery.test_zipped import zip_of

REQUEST = """
[request]
id = "YC-12"
date = "20/11/2026"
purpose = "Nghiên cứu"
"""
DOCUMENT = f"{INNER}metadata/descriptive/EAD_DOC_H99.01.2008.01.1.xml"
MUTATIONS = [
    ("METS.xml", 'OAISPACKAGETYPE="DIP"', 'OAISPACKAGETYPE="AIP"', "word.unknown", "OAISPACKAGETYPE"),
    (f"{INNER}METS.xml", 'OAISPACKAGETYPE="DIP"', 'OAISPACKAGETYPE="SIP"', "word.unknown", "OAISPACKAGETYPE"),
    ("METS.xml", "E-ARK-DIP.xml", "E-ARK-SIP.xml", "word.unknown", "PROFILE"),
    ("METS.xml", 'TYPE="MIXED" csip', 'TYPE="Collection" csip', "word.unknown", "TYPE"),
    ("metadata/descriptive/EAD.xml", "YC-12", "", "field.missing", "requestID"),
    ("metadata/descriptive/EAD.xml", "20/11/2026", "2026-11-20", "field.day", "requestDate"),
    ("metadata/descriptive/EAD.xml", "<purposeContent/>", "", "xml.schema", ""),
    ("metadata/descriptive/EAD.xml", "researchTopic", "topic", "xml.schema", "topic"),
    (DOCUMENT, "arcDocCode", "docCode", "xml.schema", "docCode"),
    (DOCUMENT, "0000001<", "0000007<", "document.id", "docId"),
    (DOCUMENT, "H99.01.2008.01.0000001", "H99.01.2008.09.0000001", "document.code", "arcDocCode"),
    (DOCUMENT, "H99.01.2008.01.0000001", "H99.01.2008.01.0000002", "document.twice", "arcDocCode"),
    (DOCUMENT, "<subject>", "<organName>ỦY BAN NHÂN DÂN</organName><subject>", "xml.schema", "organName"),
    (DOCUMENT, "<numberOfPage>2<", "<numberOfPage>9<", "document.pages", "numberOfPage"),
    (f"{INNER}data/H99.01.2008.01.1.pdf", "%PDF-1.3", "%PDF-1.4", "file.checksum", "CHECKSUM"),
]


@pytest.fixture
def asked(job):
    """The job, with a request."""
    file = job / "ocr-kh.toml"
    file.write_text(file.read_text(encoding="utf-8") + REQUEST, encoding="utf-8")
    return job


@pytest.fixture
def package(asked, tmp_path):
    """The package that answers it with the first dossier."""
    handed = list(deliver(replace(order_of(asked, tmp_path / "d"), variant=DIP)))
    return Path(tmp_path / "d" / next(each.place for each in handed if each.code == "H99.01.2008.01"))


def test_a_dip_of_ours_has_nothing_wrong_with_it(package):
    assert findings(package) == []
    assert findings(zip_of(package)) == []


def test_a_dip_has_the_request_and_no_issuers(package):
    mets = etree.fromstring((package / "METS.xml").read_bytes())
    assert (mets.get("TYPE"), mets.get("PROFILE")) == ("MIXED", "https://earkdip.dilcis.eu/profile/E-ARK-DIP.xml")
    head = [
        (each.tag, each.text or "")
        for each in etree.fromstring((package / "metadata/descriptive/EAD.xml").read_bytes())
    ]
    assert head == [
        ("requestID", "YC-12"),
        ("requestDate", "20/11/2026"),
        ("purpose", "Nghiên cứu"),
        ("purposeContent", ""),
        ("feeObjectType", ""),
        ("researchTopic", ""),
        ("description", ""),
    ]
    document = {each.tag: each.text for each in etree.fromstring((package / DOCUMENT).read_bytes())}
    assert document["arcDocCode"] == "H99.01.2008.01.0000001"
    assert len(document) == 20
    assert not {"docCode", "organName"} & document.keys()


@pytest.mark.parametrize(("file", "before", "after", "code", "key"), MUTATIONS)
def test_what_is_wrong_with_a_dip_is_found(package, file, before, after, code, key):
    path = package / file
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    changed = re.sub(re.escape(before), after, text) if code != "document.code" else text.replace(before, after, 1)
    assert changed != text
    path.write_bytes(changed.encode("utf-8", "surrogateescape"))
    if code != "file.checksum":
        seal(package / INNER)
        seal(package)
    for place in (package, zip_of(package)):
        (verified,) = verify(place)
        assert [each for each in verified.findings if each.code == code and key in each.key], verified.findings
        assert not verified.is_valid


@pytest.mark.parametrize(
    ("request_", "key"), [("", "requestID"), ('[request]\nid = "1"\ndate = "2026"\n', "requestDate")]
)
def test_without_a_request_no_dip_is_made(job, tmp_path, request_, key):
    file = job / "ocr-kh.toml"
    file.write_text(file.read_text(encoding="utf-8") + request_, encoding="utf-8")
    order = replace(order_of(job, tmp_path / "d"), variant=DIP, project=read_project(file))
    with pytest.raises(ProfileError, match=key):
        list(deliver(order))


def test_the_option_makes_a_dip(asked, tmp_path):
    arguments = ["deliver", str(asked / "result"), "--to", str(tmp_path / "d"), "--profile", "sip", "--variant", "dip"]
    assert main(arguments) == 0
    assert main(["verify", str(tmp_path / "d")]) == 0
