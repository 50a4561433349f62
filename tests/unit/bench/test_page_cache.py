# SPDX-License-Identifier: Apache-2.0
"""Pages are read again when the code that reads them is another, and only then."""

from __future__ import annotations

from bench import page_cache


def test_page_cache_keeps_what_the_same_code_made(tmp_path, monkeypatch):
    made = iter(("first", "second", "third"))
    monkeypatch.setattr(page_cache, "reading_code", lambda: "0" * 64)
    assert [page_cache.kept(tmp_path, "a", lambda: next(made)) for _ in range(2)] == ["first", "first"]
    assert page_cache.kept(tmp_path, "b", lambda: next(made)) == "second"
    monkeypatch.setattr(page_cache, "reading_code", lambda: "1" * 64)
    assert page_cache.kept(tmp_path, "a", lambda: next(made)) == "third"


def test_page_cache_knows_which_code_reads(root, tool):
    package = root / "ocr_kh"
    parts = {path.relative_to(package).parts[0] for path in page_cache._code() if path.is_relative_to(package)}
    modules = {arrow.target for arrow in tool("layers").arrows() if arrow.source == "ocr_kh.pipeline"}
    behind = {"repair", "splitting", "errors.py"}  # what pipeline imports for what comes after pages are read
    imported = {name.split(".")[1] for name in modules}
    assert {name if (package / name).is_dir() else f"{name}.py" for name in imported} <= parts | behind
