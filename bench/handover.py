# SPDX-License-Identifier: Apache-2.0
"""What a hand-over costs: invented converted folders, delivered and verified; time a document, greatest memory.

    python -m bench.handover DIR --documents 5000 --kills 12

With `--kills` the delivery is ended so often by SIGKILL, each time after some seconds by chance, and then left to end.
What it left is counted: unfinished files, packages, dossiers. Nothing in the folders was read by an engine; records,
index and hashes are written by the writers of convert.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import resource
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_kh.delivery.handing_over import NAME_COLUMNS, NAMES
from ocr_kh.writing.atomic import UNFINISHED
from ocr_kh.writing.document.record import FIELDS, record_text
from ocr_kh.writing.tables.csv_file import read_table
from ocr_kh.writing.tables.index import COLUMNS, RECORD_COLUMNS, index_row, replace_index

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

OF_A_DOSSIER = 10
"""Documents in each."""
SECONDS_BEFORE_A_KILL = (3.0, 60.0)
"""Least and most: what starting takes, and a few hundred dossiers."""
AGENCY = "H99.01"
YEAR = 2008
HEADINGS = ("Thư mục", "Mã hồ sơ", "Tiêu đề hồ sơ", "Thời hạn bảo quản", "Số tờ", "Hộp số", "Hồ sơ số")
PROJECT = """[agency]
code = "H99.01"
name = "ỦY BAN NHÂN DÂN XÃ MẪU"
[archive]
code = "H99"
fonds_code = "P_MAU"
fonds_name = "Ủy ban nhân dân xã Mẫu"
[dossiers]
list = "ho-so.csv"
[defaults]
mode = "01"
language = "01"
format = "02"
risk_recovery = "0"
[delivery]
project = "MAU"
agency_short = "UBND"
registration = "GN-2026-01"
"""


def invented_pdf(pages: int = 2) -> bytes:
    """A PDF of so many pages with a word on each, and a blank one behind."""
    import pikepdf

    with pikepdf.new() as pdf, io.BytesIO() as data:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        for number in range(pages + 1):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            if number < pages:
                page.Contents = pdf.make_stream(b"BT /F1 12 Tf 72 700 Td (Ke hoach) Tj ET")
        pdf.save(data, deterministic_id=True)
        return data.getvalue()


def record_of(number: int, pages: int = 2) -> dict[str, str]:
    """The record of an invented plan."""
    return dict.fromkeys(FIELDS, "") | {
        "typeName": "10",
        "codeNumber": f"{number:02}",
        "codeNotation": "KH-UBND",
        "issuedDate": f"{number % 28 + 1:02}/{number % 12 + 1:02}/{YEAR}",
        "organName": "Ủy ban nhân dân xã Mẫu",
        "subject": f"Kế hoạch mẫu số {number} năm {YEAR} & các năm sau.",
        "language": "01",
        "numberOfPage": str(pages),
        "confidenceLevel": "02",
    }


def write_converted(folder: Path, record: Mapping[str, str], pdf: bytes) -> None:
    """A document's folder, as far as a hand-over looks at it."""
    folder.mkdir(parents=True)
    files = {"record.xml": record_text(dict(record)).encode(), "searchable.pdf": pdf}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    outputs = {name: sha256(data).hexdigest() for name, data in files.items()}
    (folder / "provenance.json").write_text(json.dumps({"outputs": outputs}), encoding="utf-8")


def code_of(dossier: int) -> str:
    """Of an invented dossier, from 1."""
    return f"{AGENCY}.{YEAR}.{dossier:02}"


def invent(out: Path, documents: int, of_a_dossier: int = OF_A_DOSSIER) -> None:
    """Converted folders of so many documents, their index.csv, a list of dossiers and a project file beside them."""
    replace_index(out, _written(out, documents, of_a_dossier), (*COLUMNS, *RECORD_COLUMNS))
    write_list(out.parent / "ho-so.csv", range(1, -(-documents // of_a_dossier) + 1))
    (out.parent / "ocr-kh.toml").write_text(PROJECT, encoding="utf-8")


def _written(out: Path, documents: int, of_a_dossier: int) -> Iterator[dict[str, str]]:
    """Write the folders; the rows of index.csv, in its order and one at a time.

    What this process holds would count for its children: Linux takes over the greatest memory at a fork.
    """
    pdf = invented_pdf()
    for first in range(0, documents, of_a_dossier):
        numbers = range(first, min(first + of_a_dossier, documents))
        for number in sorted(numbers, key=lambda number: str(number % of_a_dossier + 1)):
            dossier, ordinal = number // of_a_dossier + 1, number % of_a_dossier + 1
            folder = f"ho-so-{dossier:06}/{ordinal}.pdf"
            write_converted(out / folder, record_of(number + 1), pdf)
            row = index_row(path=f"scans/{folder}", folder=folder, status="done")
            yield row | dict(zip(RECORD_COLUMNS, (code_of(dossier), str(ordinal)), strict=True))


def write_list(path: Path, dossiers: range) -> None:
    """The list of dossiers."""
    lines = [";".join(HEADINGS)]
    for number in dossiers:
        cells = (f"ho-so-{number:06}", code_of(number), f"Hồ sơ mẫu số {number}", "Vĩnh viễn", "15", "01", str(number))
        lines.append(";".join(cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def measured(*arguments: str) -> tuple[float, float]:
    """Seconds that a command took, and MB of memory that it had at most. Raises CalledProcessError."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "ocr_kh", *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def killed(arguments: Sequence[str], kills: int, seed: int = 1) -> Iterator[float]:
    """End the command so often; after how many seconds each time. Fewer where it comes to its end before."""
    chance = random.Random(seed)
    for _ in range(kills):
        process = subprocess.Popen([sys.executable, "-m", "ocr_kh", *arguments], stdout=subprocess.DEVNULL)
        after = chance.uniform(*SECONDS_BEFORE_A_KILL)
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            yield after
        else:
            return


def _report(folder: Path, documents: int, profile: str, kills: int) -> Iterator[str]:
    out, to = folder / "result", folder / "delivery"
    if not out.exists():
        invent(out, documents)
    deliver = ("deliver", str(out), "--to", str(to), "--profile", profile)
    if kills:
        moments = list(killed(deliver, kills))
        yield f"{len(moments)} kills after {', '.join(f'{each:.1f}' for each in moments)} s"
    for name, arguments in (("deliver", deliver), ("deliver again", deliver), ("verify", ("verify", str(to)))):
        seconds, most = measured(*arguments)
        yield f"{name}: {seconds:.1f} s, {1000 * seconds / documents:.1f} ms a document, {most:.0f} MB at most so far"
        if name == "deliver":
            yield left_in(to)


def left_in(to: Path) -> str:
    """What a finished delivery has: unfinished files and folders, packages, dossiers and documents of names.csv."""
    unfinished = sum(1 for _ in to.rglob(f"{UNFINISHED}*"))
    packages = sum(1 for _ in (to / "packages").iterdir())
    dossiers, documents = set(), 0
    for row in read_table(to / NAMES, NAME_COLUMNS):
        dossiers.add(row["file_code"])
        documents += 1
    return f"unfinished: {unfinished}; packages: {packages}; dossiers: {len(dossiers)}; documents: {documents}"


def main() -> None:
    """Print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--profile", default="state-xlsx")
    parser.add_argument("--kills", type=int, default=0)
    options = parser.parse_args()
    for line in _report(options.folder, options.documents, options.profile, options.kills):
        print(line, flush=True)  # noqa: T201 - the result


if __name__ == "__main__":
    main()
