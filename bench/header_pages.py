# SPDX-License-Identifier: Apache-2.0
"""Headers and closings of our own invention as scans: what they say set on paper, as offices set it, and damaged.

The texts are those of `tests/cases/blocks`. Which column a line belongs to, the parser tells of the text alone; only
texts of which it reads every field right are set. How a page is set and what happens to it is drawn by chance from
`Style` and `Harm`; chance comes from seeds, so a seed gives the same page again.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import typst
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from bench.header_styles import SHEET_WIDTH, Harm, Style, harsher, random_harm, random_scan, random_style
from bench.scans import degrade, render
from bench.scans.degrade import POINTS_PER_INCH, Damage
from bench.scans.drawn_ink import BLACK, BLUE, RED, VIOLET, handwritten, inked, sealed, signed
from bench.typesetting import typeset
from ocr_kh.plan import parse_text
from ocr_kh.plan.blocks.header_lines import line_features, near_lines
from ocr_kh.plan.blocks.lines import block_lines, header_cut
from ocr_kh.plan.blocks.search.costs import costs_of
from ocr_kh.plan.blocks.search.labelling import label_lines
from ocr_kh.reading.textfile import text_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.random import Generator

    from bench.scans.drawn_ink import Image

Case = dict[str, Any]
"""One case of `tests/cases/blocks`."""
Truth = dict[str, Any]
"""What a document says, in the keys of `bench.offices`."""

CASES = Path(__file__).parents[1] / "tests" / "cases" / "blocks"
LAYOUT = Path(__file__).with_suffix(".typ")
HALVES = ("development", "kept")
PRINT_DPI = 300
"""Pages are drawn at this before anything happens to them."""
_LEFT_SLIPS = re.compile(
    r"misread|speck|stroke|lost|without marks|comma read|Sô for|glued|torn|one-space|merged|a comma|caption|annex|"
    r"attached|braces?|draft\b|no signer|page number|telephone|Lưu over|one line|registry|plus signs",
)
"""Kinds of cases that print what an engine made of a page, or what stands around header and closing."""
_MORE = (
    "Các đơn vị căn cứ chức năng, nhiệm vụ được giao xây dựng kế hoạch cụ thể và tổ chức thực hiện bảo đảm tiến độ.",
    "Kinh phí thực hiện được bố trí trong dự toán đã giao và các nguồn hợp pháp khác theo quy định của pháp luật.",
    "Trong quá trình thực hiện nếu phát sinh khó khăn, vướng mắc, các bộ phận phản ánh kịp thời để được hướng dẫn.",
    "Việc tổ chức phải bảo đảm thiết thực, an toàn, tiết kiệm, đúng đối tượng, tránh hình thức và lãng phí.",
    "Rà soát, bổ sung danh sách, hoàn thành trước ngày 20 của tháng cuối quý và lưu hồ sơ tại bộ phận chuyên môn.",
    "Số liệu tổng hợp đến hết quý cho thấy các chỉ tiêu cơ bản đạt và vượt so với cùng kỳ năm trước.",
)
"""What fills a page between header and closing."""
_OFFICES = ("UBND XÃ HÒA SẬY", "SỞ NỘI VỤ", "VĂN PHÒNG UBND HUYỆN", "CÔNG AN TỈNH", "TRƯỜNG THCS HÒA SẬY")
_STAMP_FACE = Path("/usr/share/fonts/truetype/croscore/Arimo-Bold.ttf")


@dataclass(frozen=True, slots=True)
class Made:
    """A document as a scan."""

    label: str
    truth: Truth
    images: tuple[Image, ...]
    dpi: int
    style: Style
    harm: Harm
    damage: Damage


def documents(half: str, seed: int, count: int, *, harsh: bool = False) -> Iterator[Made]:
    """`count` documents of the kinds of that half, headers in turn; closings of the same kind where there are any.

    One of which the parser does not read every field of the text is left out; the others stay the same. `harsh`: worse
    happens to the same pages.
    """
    headers, closings = (cases(name, half) for name in ("headers", "closings"))
    order = np.random.default_rng([seed, 7]).permutation(len(headers))
    for at in range(count):
        rng = np.random.default_rng([seed, at])
        header = headers[order[at % len(headers)]]
        if _columns(header) is None:
            continue
        alike = [case for case in closings if _office(case) == _office(header)] or closings
        closing = alike[int(rng.integers(len(alike)))]
        yield made(header, closing, rng, f"{seed}-{at}", np.random.default_rng([seed, at, 1]) if harsh else None)


@cache
def cases(name: str, half: str) -> tuple[Case, ...]:
    """The cases of a file that print what they say, of the kinds of bodies of that half."""
    found = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))
    around = found["behind" if name == "headers" else "before"]
    printed = [case | {"around": around} for case in found["case"] if not _LEFT_SLIPS.search(case["kind"])]
    return tuple(case for case in printed if HALVES[int(sha256(_office(case).encode()).hexdigest(), 16) % 2] == half)


def _office(case: Case) -> str:
    return str(case["kind"]).partition(":")[0]


def _columns(case: Case) -> dict[str, list[str]] | None:
    """The printed lines of a header by label; None where the parser does not read every field of the text."""
    text = case["text"].lstrip("\n") + case["around"][case["behind"]]
    lines = text_lines(text)
    pieces = block_lines(lines, near_lines(lines, 40), {}, cut=header_cut)
    labels = label_lines(line_features(pieces), costs_of("header")).labels
    found: dict[str, list[str]] = {}
    for piece, label in zip(pieces, labels, strict=True):
        found.setdefault(label, []).append(piece.text)
    plan = parse_text(text)
    told = {name: getattr(plan.header, name) for name in ("parent_issuer", "issuer", "number", "symbol", "date")}
    told |= {"document_type": plan.document_type, "subject": plan.subject, "addressees": list(plan.addressees)}
    right = all((told[name] or None) == case.get(name) for name in told)
    return found if right and "issuer" in found else None


def made(header: Case, closing: Case, rng: Generator, label: str, worse: Generator | None = None) -> Made:
    """A document of this header and this closing; `worse` draws what happens to it beyond the usual."""
    columns = _columns(header) or {}
    style, harm = random_style(columns, rng), random_harm(rng)
    harm = harsher(harm, worse) if worse else harm
    number = header.get("number") or ""
    if style.number_gap and not (number.isdigit() and _number_parts(columns, number)[1]):
        style = replace(style, number_gap=0)
    data = _data(header, closing, columns, rng)
    inputs = {"doc": json.dumps(data), "style": json.dumps(asdict(style))}
    pdf = typeset(LAYOUT, inputs)
    marks = {each["name"]: each for each in json.loads(typst.query(LAYOUT, "<mark>", field="value", sys_inputs=inputs))}
    damage = random_scan(rng)
    pages = render.page_images(pdf, PRINT_DPI)
    inked_pages = [_with_ink(page, at, number, marks, style, harm, rng) for at, page in enumerate(pages, 1)]
    images = tuple(_scanned(page, pages[at - 1], harm, damage, rng) for at, page in enumerate(inked_pages))
    return Made(label, _truth(header, closing), images, damage.dpi, style, harm, damage)


def _data(header: Case, closing: Case, columns: Mapping[str, list[str]], rng: Generator) -> dict[str, Any]:
    """What is printed, by its place."""

    def of(label: str) -> list[str]:
        lines = columns.get(label, [])
        return [" ".join(lines)] if lines and rng.random() < 0.5 else lines

    filling = [_MORE[int(at)] for at in rng.integers(len(_MORE), size=int(rng.integers(2, 9)))]
    return {
        **{label: of(label) for label in ("superior", "issuer", "about", "subject")},
        "number": _number_parts(columns, header.get("number") or ""),
        "marks": columns.get("mark", []),
        "motto": columns.get("motto", []),
        "date": [line.strip(" *") for line in columns.get("date", [])],
        "kind": columns.get("kind", []) + columns.get("titled", []),
        "decider": columns.get("decider", []),
        "decider_above": [],
        "to": columns.get("to", []) + columns.get("addressee", []),
        "body": [*columns.get("text", []), *filling],
        "logo": "".join(word[0] for word in (header.get("issuer") or "A").split())[:4],
        "recipients": [_recipient(each, at, closing) for at, each in enumerate(closing.get("recipients", []))],
        "signatures": [
            {"authority": each["authority"], "signer": each["signer"] or ""} for each in _signatures(closing)
        ],
    }


def _number_parts(columns: Mapping[str, list[str]], number: str) -> list[str]:
    """What stands before the number, the number, what stands behind it; nothing where there is no such line."""
    line = " ".join(columns.get("number", []))
    if not line:
        return []
    before, found, behind = line.partition(number) if number else (line, "", "")
    return [before, found, behind]


def _recipient(entry: str, at: int, closing: Case) -> str:
    name, _, purpose = entry.partition(" | ")
    ended = "." if at == len(closing["recipients"]) - 1 else ";"
    return f"- {name}{f' (để {purpose})' if len(purpose) == 3 else f' ({purpose})' if purpose else ''}{ended}"


def _signatures(closing: Case) -> list[dict[str, Any]]:
    parted = [each.split(" / ") for each in closing.get("signatures", [])]
    return [{"authority": authority, "signer": None if signer == "-" else signer} for *authority, signer in parted]


def _truth(header: Case, closing: Case) -> Truth:
    names = ("parent_issuer", "issuer", "number", "symbol", "place", "date", "document_type", "subject")
    return {
        **{name: header.get(name) for name in names},
        "addressees": header.get("addressees", []),
        "recipients": closing.get("recipients", []),
        "signatures": _signatures(closing),
    }


def _with_ink(  # noqa: PLR0913, PLR0917 - the page, what is written on it, and where
    page: Image, at: int, number: str, marks: Mapping[str, Any], style: Style, harm: Harm, rng: Generator
) -> Image:
    """The page with what people put on it: number, signatures, seal, the stamp of receipt."""
    scale = PRINT_DPI / POINTS_PER_INCH
    gap = marks.get("number")
    if style.number_gap and gap and gap["page"] == at:
        page = handwritten(page, number, ((gap["x"] + 3) * scale, gap["y"] * scale), 13 * scale, rng)
    elif harm.ruled_number and gap and gap["page"] == at:
        page = ruled(
            page, (gap["x"] * scale, gap["y"] * scale), len(number) * style.size / 2 * scale, harm.ruled_number
        )
    if harm.received and (below := marks.get("below number")) and below["page"] == at:
        aside = float(rng.uniform(-60, 40)) if rng.random() < 0.7 else float(rng.uniform(150, 260))
        down = float(rng.uniform(-70, 10) if harm.stamped_over else rng.uniform(-6, 14))
        page = received(page, ((below["x"] + aside) * scale, (below["y"] + down) * scale), rng)
    signers = sorted(name for name in marks if name.startswith("signer "))
    for name in signers if harm.inked else ():
        if marks[name]["page"] == at:
            row = (marks[name]["y"] - float(rng.uniform(18, 45))) * scale
            page = _inked(page, (_middle(name, signers, style, page), row), rng, seal=name == signers[-1])
    return page


def _middle(name: str, signers: Sequence[str], style: Style, page: Image) -> float:
    """Where the column of a signature has its middle, pixels."""
    width = float(page.shape[1])
    margin, end = style.left / SHEET_WIDTH * width, width * (1 - style.right / SHEET_WIDTH)
    if len(signers) == 1:
        return end - (end - margin) * style.signature_share / 2
    return margin + (end - margin) * (signers.index(name) + 0.5) / len(signers)


def _inked(page: Image, middle: tuple[float, float], rng: Generator, *, seal: bool) -> Image:
    """The page with a signature around `middle`, and a seal over its left third."""
    scale = PRINT_DPI / POINTS_PER_INCH
    page = signed(page, middle, 80 * scale, rng, colour=BLUE if rng.random() < 0.6 else BLACK)
    radius = degrade.SEAL_RADIUS * scale * float(rng.uniform(0.85, 1.0))
    return sealed(page, (middle[0] - rng.uniform(0.75, 1.2) * radius, middle[1]), radius, rng) if seal else page


def received(page: Image, corner: tuple[float, float], rng: Generator) -> Image:
    """The page with a stamp of receipt, its number and day filled in (Nghị định 30/2020, Phụ lục IV)."""
    scale = PRINT_DPI / POINTS_PER_INCH
    font = ImageFont.truetype(str(_STAMP_FACE), round(float(rng.uniform(9, 11)) * scale))
    number, day = int(rng.integers(10, 4000)), f"{rng.integers(1, 29)}/{rng.integers(1, 13)}/2026"
    office = _OFFICES[int(rng.integers(len(_OFFICES)))]
    lines = [office, "ĐẾN", f"Số: {number}", f"Ngày: {day}", "Chuyển: ................"]
    lines = lines[int(rng.random() < 0.4) :]
    step, width = round(13 * scale), round(max(font.getlength(line) for line in lines) + 10 * scale)
    stamp = Pillow.new("L", (width, step * len(lines) + round(6 * scale)), 0)
    pen = ImageDraw.Draw(stamp)
    pen.rectangle((2, 2, stamp.width - 3, stamp.height - 3), outline=255, width=round(1.2 * scale))
    for at, line in enumerate(lines):
        pen.text((round(5 * scale), round(3 * scale) + at * step), line, 255, font=font)
    askew = np.asarray(stamp.rotate(float(rng.uniform(-4, 4)), expand=True, resample=Pillow.Resampling.BICUBIC))
    coverage = np.zeros(page.shape[:2], np.float32)
    x, y = max(0, round(corner[0])), max(0, round(corner[1]))
    part = coverage[y : y + askew.shape[0], x : x + askew.shape[1]]
    part[:] = askew[: part.shape[0], : part.shape[1]] / 255 * float(rng.uniform(0.6, 1.0))
    return inked(page, coverage, (RED, BLUE, VIOLET)[int(rng.integers(3))])


def ruled(page: Image, start: tuple[float, float], length: float, how: str) -> Image:
    """The page with the line of a form, `line` or `dots`, below a number that is printed from `start` on."""
    scale = PRINT_DPI / POINTS_PER_INCH
    coverage = np.zeros(page.shape[:2], np.float32)
    row, left = round(start[1]), round(start[0])
    part = coverage[row : row + round(0.8 * scale) + 1, left : left + round(length)]
    if how == "line":
        part[:] = 1
    else:
        for at in range(0, part.shape[1], round(2.6 * scale)):
            part[:, at : at + round(0.9 * scale)] = 1
    return inked(page, coverage, BLACK)


def _scanned(page: Image, behind: Image, harm: Harm, damage: Damage, rng: Generator) -> Image:
    """What the scanner makes of a page."""
    if harm.toner < 1:
        page = faint(page, harm.toner, rng)
    if harm.behind:
        page = degrade.shown_through(page, behind, harm.behind)
    if harm.binding:
        page = in_shadow(page, harm.binding)
    return degrade.damaged(page, damage, rng, dpi=PRINT_DPI)


def faint(page: Image, share: float, rng: Generator) -> Image:
    """The page printed with little toner, less of it in some places."""
    coarse = rng.uniform(0.7, 1.15, (9, 6)).astype(np.float32)
    field = cv2.resize(coarse, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_CUBIC)[..., np.newaxis]
    left = np.clip((255 - page.astype(np.float32)) * share * field, 0, 255)
    return np.asarray(255 - left, np.uint8)


def in_shadow(page: Image, depth: float) -> Image:
    """The page bound at the left: the light falls off within its first tenth."""
    across = np.arange(page.shape[1], dtype=np.float32) / page.shape[1]
    light = 1 - depth * np.exp(-across / 0.035)
    return np.asarray(page * light[np.newaxis, :, np.newaxis], np.uint8)
