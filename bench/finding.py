# SPDX-License-Identifier: Apache-2.0
"""How long `ocr-kh find` and a join of tables take on 10,000 invented pages: `python -m bench.finding OUT`.

A thousand documents of ten pages, their words drawn from the sections of invented plans with the spread of words in
texts (few often, many rarely). OUT is made if it is not there, and may be deleted.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from ocr_kh.plan.fields import Evidence, FieldProbability
from ocr_kh.plan.findings import Assignment
from ocr_kh.plan.model import Block, Header, Plan, Recipient, Section, Sections, Source
from ocr_kh.writing.database import find
from ocr_kh.writing.database.build import NAME, write_database
from ocr_kh.writing.tables.index import index_row, write_index
from ocr_kh.writing.tables.overview import write_overviews

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENTS = 1_000
PAGES = 10
BLOCKS = 12
"""Of a page: with 25 words on average 300 words, as on pages of plans."""
REPEATS = 5
"""Times each is measured; the median counts."""
PAGE_SECONDS = 2.0
"""CPU that reading a page takes, of which building may cost one hundredth."""
QUERIES = ("tổ công tác", "to cong tac", "kế hoạch", "ke hoach", '"chuyển đổi số"', "phòng kinh tế chủ trì", "xyz")
_ONSETS = "b c ch d đ g gi h kh l m n ng nh ph qu s t th tr v x".split()  # noqa: SIM905
_RIMES = "a an anh ao at ay ê ên ênh i in inh iêu iên o on ông ơn u ung ươi ương ưu uyên oan oa".split()  # noqa: SIM905
_PHRASES = ("tổ công tác", "kế hoạch", "chuyển đổi số", "phòng kinh tế", "chủ trì", "kinh phí", "ủy ban nhân dân")


def main() -> None:
    """Print what building, queries and the join take."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    if not (out / "index.csv").is_file():
        invent(out)
    began = time.process_time()
    write_database(out / NAME, out)
    spent = time.process_time() - began
    share = spent / (DOCUMENTS * PAGES * PAGE_SECONDS)
    size = (out / NAME).stat().st_size / 1e6
    _tell(f"building: {spent:.1f} s of CPU, {share:.2%} of reading the pages; {size:.0f} MB")
    for query in QUERIES:
        _tell(f"{query:24} {_measured(out, query)}")
    _tell(f"join of assignments and index in DuckDB: {_join(out):.3f} s")


def _measured(out: Path, query: str) -> str:
    command = [sys.executable, "-m", "ocr_kh", "find", str(out), query]
    inside = median(_seconds(lambda: find(out, query)) for _ in range(REPEATS))
    outside = median(_seconds(lambda: subprocess.run(command, capture_output=True, check=True)) for _ in range(REPEATS))
    return f"{find(out, query).total:7} texts  query {inside:.3f} s  command {outside:.3f} s"


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")


def invent(out: Path) -> None:
    """The folders and index.csv of a conversion."""
    draw = random.Random(17)
    words = [*_PHRASES, *(draw.choice(_ONSETS) + draw.choice(_RIMES) for _ in range(3_000))]
    weights = [1 / (rank + 10) for rank in range(len(words))]
    rows = []
    for number in range(DOCUMENTS):
        name = f"{number:04}.pdf"
        plan = _plan(number, lambda: " ".join(draw.choices(words, weights, k=20)))
        (out / name).mkdir(parents=True)
        (out / name / "plan.json").write_text(plan.to_json(), encoding="utf-8")
        rows.append(index_row(path=name, folder=name, status="done", plan=plan) | {"sha256": f"{number:064x}"})
    write_index(out, rows)


def _plan(number: int, write: Callable[[], str]) -> Plan:
    sections: list[Section] = []
    evidence: dict[str, Evidence] = {}
    for page in range(1, PAGES + 1):
        blocks = tuple(Block(kind="bullet", marker="-", text=write(), page=page) for _ in range(BLOCKS))
        sections.append(
            Section(marker=str(page), level=1, path=str(page), title=write()[:40], page=page, blocks=blocks)
        )
        places = {f"/sections/{page - 1}/blocks/{at}": 60.0 * at for at in range(BLOCKS)}
        evidence |= {at: Evidence(source="page", page=page, box=(72.0, y, 500.0, y + 40)) for at, y in places.items()}
    return Plan(
        source=Source(name=f"{number}.pdf", sha256=f"{number:064x}", pages=PAGES),
        header=Header(
            number=f"{number % 90:02}", symbol="KH-UBND", date="2026-03-04", issuer="ỦY BAN NHÂN DÂN XÃ BẢO HÒA"
        ),
        document_type="KẾ HOẠCH",
        subject=write(),
        sections=Sections(sections),
        assignments=tuple(Assignment(unit=write()[:20], tasks=(write(), write()), path="1") for _ in range(20)),
        recipients=(Recipient(name="Như trên"), Recipient(name="Lưu: VT")),
        evidence=evidence,
        fields={"/header/number": FieldProbability(probability=0.9)},
    )


def _join(out: Path) -> float:
    import duckdb

    if not (out / "assignments.parquet").is_file():
        write_overviews(out, ("parquet",))
    query = f"""
        SELECT issuer, unit, count(*) FROM '{out}/assignments.parquet' JOIN '{out}/index.parquet' USING (folder)
        GROUP BY ALL ORDER BY 3 DESC"""  # noqa: S608 - a folder of ours
    return median(_seconds(lambda: duckdb.execute(query).fetchall()) for _ in range(REPEATS))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
