# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a package is found, and called by its name; a package of ours has nothing wrong with it."""

from __future__ import annotations

import hashlib
import re
import shutil
import tomllib
from pathlib import Path

import pytest
from lxml import etree

from ocr_kh.delivery.verification import verify
from ocr_kh.delivery.verification.links import named_files
from ocr_kh.errors import NoPackageError, PathMissingError

CASES = tomllib.loads((Path(__file__).parents[2] / "cases/delivery/mutations.toml").read_text(encoding="utf-8"))["case"]
INNER = "representations/rep1/"


@pytest.fixture
def package(delivered_once, tmp_path):
    """The package of the first dossier."""
    for folder in (delivered_once / "packages").iterdir():
        if "H99.01.2008.01<" in (folder / "METS.xml").read_text(encoding="utf-8"):
            return Path(shutil.copytree(folder, tmp_path / folder.name))
    raise AssertionError


def place(package, name):
    described = f"{INNER}metadata/descriptive/EAD_DOC_H99.01.2008.01.1.xml"
    return package / (described if name == "D" else re.sub("^P/", INNER, name))


def mutate(package, case):
    path = place(package, case["file"])
    if case.get("lost"):
        path.unlink()
    elif "moved" in case:
        path.rename(place(package, case["moved"]))
    elif "put" in case:
        path.write_text(case["put"], encoding="utf-8")
    elif "cut" in case:
        path.write_bytes(path.read_bytes()[: case["cut"]])
    elif "add" in case:
        path.write_bytes(path.read_bytes() + case["add"].encode())
    else:
        before = path.read_bytes().decode("utf-8", "surrogateescape")
        after = changed(before, case)
        assert after != before
        path.write_bytes(after.encode("utf-8", "surrogateescape"))
    if case.get("sealed"):
        seal(package / INNER)
        seal(package)


def changed(text, case):
    if case["from"] == "swap DMDID":
        first, second, *_ = re.findall(r'DMDID="[^"]+"', text)
        return text.replace(first, "FIRST").replace(second, first).replace("FIRST", second)
    new = {"lower": lambda found: found[0][:10] + found[0][10:].lower(), "long": lambda found: found[0] + "dài " * 200}
    return re.sub(case["from"], new.get(case["to"], case["to"]), text, count=1)


def seal(folder):
    """Make sizes and checksums of a METS those of the files."""
    root = etree.fromstring((folder / "METS.xml").read_bytes())
    for href, element in named_files(root):
        if element.get("SIZE") and (folder / href).is_file():
            data = (folder / href).read_bytes()
            element.set("SIZE", str(len(data)))
            element.set("CHECKSUM", hashlib.sha256(data).hexdigest().upper())
    (folder / "METS.xml").write_bytes(etree.tostring(root))


def findings(path):
    return [finding for verified in verify(path) for finding in verified.findings]


def test_a_package_of_ours_has_nothing_wrong_with_it(package):
    assert findings(package) == []


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_wrong_is_found_and_named(package, case):
    mutate(package, case)
    (verified,) = verify(package)
    found = verified.findings
    wanted = [
        each
        for each in found
        if each.code == case["code"] and case.get("path", "") in each.path and case.get("key", "") in each.key
    ]
    assert wanted, [str(each) for each in found]
    assert all(each.is_certain != case.get("doubt", False) for each in wanted)
    named = case.get("path") or case.get("key")
    assert any(named in str(each) for each in wanted)
    assert verified.is_valid == case.get("doubt", False)


def test_a_package_in_a_folder_of_another_name_is_found_out(package):
    moved = package.rename(package.with_name("uuid-00000000-0000-4000-8000-000000000000"))
    assert [each.code for each in findings(moved)] == ["package.name"]


def test_shuffled_fields_are_no_fault(package):
    path = place(package, "D")
    root = etree.fromstring(path.read_bytes())
    root[:] = list(reversed(root))
    path.write_bytes(etree.tostring(root))
    seal(package / INNER)
    seal(package)
    assert findings(package) == []


def test_every_mutation_has_a_name_of_its_own():
    assert len({case["name"] for case in CASES}) == len(CASES) >= 40


def test_every_code_stands_in_the_docs(root):
    page = (root / "docs/handover.md").read_text(encoding="utf-8")
    sources = "".join(path.read_text(encoding="utf-8") for path in (root / "ocr_kh/delivery").rglob("*.py"))
    codes = set(re.findall(r'(?:Finding|Fault)\(\s*"([a-z_]+\.[a-z_]+)"', sources))
    codes |= set(re.findall(r'yield "([a-z_]+\.[a-z_]+)"', sources))
    assert len(codes) > 40
    assert not [code for code in sorted(codes) if f"`{code}`" not in page]


def test_where_nothing_was_handed_over_verify_says_so(tmp_path):
    with pytest.raises(NoPackageError):
        list(verify(tmp_path))
    with pytest.raises(PathMissingError):
        list(verify(tmp_path / "none"))
