# SPDX-License-Identifier: Apache-2.0
"""Converted folders of invented documents, made by the project's own parser and writers, without an engine."""

from __future__ import annotations

import hashlib

from ocr_kh.plan import parse_text
from ocr_kh.plan.review.warnings import warn
from ocr_kh.writing.tables.index import COLUMNS, RECORD_COLUMNS, index_row, read_index, replace_index

BODY = (
    "Nâng cao ý thức của người dân và cán bộ trong xã về việc {subject}.",
    "Các thôn tổ chức thực hiện và báo cáo kết quả về Ủy ban nhân dân xã trước ngày cuối tháng.",
    "Văn phòng theo dõi, đôn đốc việc thực hiện, tổng hợp trình Chủ tịch Ủy ban nhân dân xã.",
)
PAGE_WORDS = "Thôn {n} trồng {n} hàng cây bên đường số {n}, dọn {n} mương nước và làm sạch {n} sân chơi cho trẻ em. "


def text_of(document):
    """The text of a document: number, symbol, date and what else is said of it."""
    year, month, day = document["date"].split("-")
    subject = document["subject"]
    body = [line.format(subject=subject) for line in (*document.get("body", BODY), *document.get("says", ()))]
    lines = [
        "ỦY BAN NHÂN DÂN",
        "XÃ BẢO HÒA",
        f"Số: {document['number']}/{document['symbol']}",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        f"Bảo Hòa, ngày {day} tháng {int(month)} năm {year}" if int(month) > 2 else
        f"Bảo Hòa, ngày {day} tháng {month} năm {year}",
        "",
        document["type"],
        subject[0].upper() + subject[1:],
        "",
        *document.get("bases", ()),
        "I. NHIỆM VỤ",
        *(f"{at}. {line}" for at, line in enumerate(body, 1)),
        f"Trên đây là {document['type'].capitalize()} của Ủy ban nhân dân xã./.",
        "",
        "Nơi nhận:",
        "- Các thôn;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Lê Văn Mẫu",
    ]  # fmt: skip
    for mark in document.get("annexes", ()):
        lines += ["", f"PHỤ LỤC {mark}", "DANH MỤC NHIỆM VỤ", f"1. Nhiệm vụ của phụ lục {mark}."]
    return "\n".join(lines) + "\n"


def plan_of(document):
    plan = parse_text(text_of(document), "a.txt")
    warnings = tuple(warn(code, page=1, **details) for code, details in document.get("warnings", {}).items())
    if warnings:
        plan = plan.replaced(warnings=(*plan.warnings, *warnings))
    if "record" in document:
        plan = plan.replaced(record=document["record"])
    if "page" in document:  # its texts lie on a page, as those of a scan do
        evidence = {"/sections": {"source": "page", "page": document["page"]}}
        plan = type(plan).model_validate(plan.model_dump(by_alias=True) | {"evidence": evidence})
    return plan


def write_archive(out, documents):
    """An output folder; each document is a dict with its folder, and what is said of it."""
    rows, columns = [], COLUMNS
    for document in documents:
        folder = document["folder"]
        status = document.get("status", "done")
        plan = None
        if status == "done":
            plan = plan_of(document)
            (out / folder).mkdir(parents=True)
            (out / folder / "plan.json").write_text(plan.to_json(), encoding="utf-8")
        row = index_row(path=f"in/{folder}", folder=document.get("of", folder), status=status, plan=plan)
        row |= {"sha256": document.get("sha256") or hashlib.sha256(folder.encode()).hexdigest(), "pages": "1"}
        row |= {"error": document.get("error", "")}
        if "ordinal" in document:
            columns = (*COLUMNS, *RECORD_COLUMNS)
            row |= {"file_code": document["file_code"], "ordinal": str(document["ordinal"])}
        rows.append(row)
    out.mkdir(exist_ok=True)
    replace_index(out, rows, columns)
    return out


def add_papers(out, texts):
    """Covers and contents lists, each the text of a folder, put to the documents of an output folder."""
    rows = list(read_index(out))
    for folder, text in texts.items():
        plan = parse_text(text, "a.txt")
        (out / folder).mkdir(parents=True)
        (out / folder / "plan.json").write_text(plan.to_json(), encoding="utf-8")
        rows.append(index_row(path=f"in/{folder}", folder=folder, status="done", plan=plan) | {"pages": "1"})
    replace_index(out, rows)
