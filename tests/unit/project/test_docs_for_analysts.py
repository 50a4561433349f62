# SPDX-License-Identifier: Apache-2.0
"""The Python of docs/analysts.md runs as it stands there, over documents made for it."""

from __future__ import annotations

import re
from importlib.util import find_spec

import pytest

from ocr_kh.plan.fields import Evidence
from ocr_kh.plan.findings import Assignment, Citation, Target
from ocr_kh.plan.model import Block, Header, Plan, Section
from ocr_kh.writing.document.text_files import plan_json
from ocr_kh.writing.tables.index import index_row, write_index
from ocr_kh.writing.tables.overview import write_overviews

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MODULE = re.compile(r"^(?:import|from) (\w+)", re.MULTILINE)
PLAN = Plan(
    header=Header(number="05", symbol="KH-UBND", issuer="ỦY BAN NHÂN DÂN XÃ BẢO HÒA"),
    sections=(
        Section(
            marker="I",
            level=1,
            path="I",
            title="NỘI DUNG",
            sections=(
                Section(
                    marker="1",
                    level=2,
                    path="I.1",
                    title="Việc",
                    blocks=(Block(kind="paragraph", text="Thành lập Tổ công tác.", page=2),) * 30,
                ),
            ),
        ),
    ),
    assignments=(Assignment(unit="Phòng Kinh tế", role="chủ trì", tasks=("Họp.",), path="I.1"),),
    targets=(Target(text="100% hộ dân", value=100, unit="%", path="I.1"),),
    citations=(Citation(code="57-NQ/TW", text="Nghị quyết số 57-NQ/TW"),),
    evidence={"/sections/0/sections/0/blocks/0": Evidence(source="page", page=2, box=(1.0, 2.0, 3.0, 4.0))},
)

RIGHT = {
    "found": lambda found: found.total == 30,
    "rows": lambda rows: rows[0] == ("ỦY BAN NHÂN DÂN XÃ BẢO HÒA", 2, "Thành lập Tổ công tác."),
    "who": lambda who: (who["number"][0], who["task"][0]) == ("05", "Họp."),
    "documents": lambda documents: "NỘI DUNG" in documents[0].page_content and documents[0].metadata["pages"] == [2],
    "nodes": lambda nodes: nodes[0].id_ == "a.pdf#1" and nodes[0].metadata["folder"] == "a.pdf",
}
"""What the blocks leave behind, and whether it is as it should be."""


def blocks(root):
    return BLOCK.findall((root / "docs/analysts.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    pytest.importorskip("pyarrow")
    folder = tmp_path_factory.mktemp("analysts")
    (folder / "result/a.pdf").mkdir(parents=True)
    (folder / "result/a.pdf/plan.json").write_text(plan_json(PLAN), encoding="utf-8")
    write_index(folder / "result", [index_row(path="a.pdf", folder="a.pdf", status="done", plan=PLAN)])
    write_overviews(folder / "result", ("parquet", "db"))
    return folder


@pytest.mark.parametrize("number", range(8))
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of other libraries, as they are imported
def test_docs_for_analysts_run(root, out, number, monkeypatch):
    code = blocks(root)[number]
    missing = [name for name in MODULE.findall(code) if not find_spec(name)]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    monkeypatch.chdir(out)
    made: dict[str, object] = {"__name__": "analysts"}
    exec(compile(code, f"docs/analysts.md, block {number}", "exec"), made)  # noqa: S102 - our own page
    for name, is_right in RIGHT.items():
        assert name not in made or is_right(made[name]), name


def test_docs_for_analysts_are_all_run(root):
    assert len(blocks(root)) == 8
