# SPDX-License-Identifier: Apache-2.0
"""Minutes of acceptance: what was judged, by which rule, what was found, and what that says of the whole lot.

No official form is known; headings and closing are those of the minutes of handing over (biên bản giao nhận) of Nghị
định 30/2020/NĐ-CP. They are in Vietnamese whatever the language of the run, as they are for Vietnamese archives.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from ocr_kh.acceptance.sampling.checks import FIELD_KINDS
from ocr_kh.acceptance.sampling.verdict import FIELDS
from ocr_kh.plan.review.decisions import DECIDABLE
from ocr_kh.writing.document.record_pointers import OF_PLAN
from ocr_kh.writing.tables.workbook import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ocr_kh.acceptance.sampling.aql import Severity
    from ocr_kh.acceptance.sampling.checks import Found
    from ocr_kh.acceptance.sampling.verdict import Verdict

FIELD_NAMES: Mapping[str, str] = {
    **{str(pointer): NAMES[name] for name, pointer in OF_PLAN.items()},
    "/header/parent_issuer": "Cơ quan chủ quản",
    "/header/place": "Địa danh",
    **{f"/record/{name}": title for name, title in NAMES.items()},
    "/page/blank": "Trang trắng",
    "/page/turned": "Chiều của trang",
    "/page/columns": "Thứ tự dòng",
    "/page/begins": "Ranh giới văn bản",
    "": "Từ trong văn bản",
}
"""What minutes call what was wrong, by its pointer."""
KIND_NAMES: Mapping[str, str] = {
    "wrong": "Sai",
    "missing": "Thiếu",
    "too much": "Thừa",
    "words": "Từ sai trong văn bản (không tính vào tỉ lệ)",
    "pages": "Sai về trang",
}
ERRORS, SAMPLE = ".errors.csv", ".sample.csv"
"""What is attached, behind the name of the sample."""
MOST_ROWS = 500
"""Rows of an annex: some twenty pages, which are still signed and read."""
MOST_DOSSIERS = 50
"""Hồ sơ whose wrong documents are counted in the text, those with most."""
_BLANK = "." * 40
"""Where something is to be written by hand."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the minutes: its heading, paragraphs, and a table below them."""

    title: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    """The first has the headings of the columns; nothing where there is no table."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """What stands in the minutes, for all who write them."""

    agency: str
    title: str
    subtitle: str
    opening: tuple[str, ...]
    parts: tuple[Part, ...]
    signers: tuple[str, ...]
    annexes: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Parties:
    """Who and what the minutes name; dots are left for what is not given."""

    agency: str = ""
    contract: str = ""


def minutes_of(verdict: Verdict, parties: Parties, attached: Mapping[str, str]) -> Minutes:
    """The minutes of a checked sample; `attached` are files with their SHA-256."""
    sample = verdict.sample
    annexes = (
        _annex("Phụ lục 1. Danh sách mẫu", _SAMPLE_HEADINGS, _sample_rows(verdict), sample.name + SAMPLE),
        _annex("Phụ lục 2. Lỗi đã tìm thấy", _ERROR_HEADINGS, _error_rows(verdict.found), sample.name + ERRORS),
    )
    return Minutes(
        agency=parties.agency or _BLANK,
        title="BIÊN BẢN",
        subtitle="Kiểm tra, nghiệm thu sản phẩm số hóa",
        opening=(
            f"Hợp đồng, nhiệm vụ: {parties.contract or _BLANK}",
            f"Mẫu kiểm tra: {sample.name}, lấy lúc {sample.drawn_at}.",
        ),
        parts=(_scope(verdict), _rule(verdict), _result(verdict), *_errors(verdict), _estimate(verdict),
               _caveats(verdict), _attachments(attached)),
        signers=("NGƯỜI KIỂM TRA", "ĐẠI DIỆN BÊN GIAO", "ĐẠI DIỆN BÊN NHẬN"),
        annexes=annexes,
    )  # fmt: skip


def _annex(title: str, headings: tuple[str, ...], rows: Iterable[tuple[str, ...]], name: str) -> Part:
    """A list of at most `MOST_ROWS` rows; of a longer one the file that has all of it."""
    shown = tuple(islice(rows, MOST_ROWS + 1))
    if len(shown) > MOST_ROWS:
        return Part(title, (f"Danh sách có hơn {_number(MOST_ROWS)} dòng; xem tệp {name} kèm theo.",))
    return Part(title, rows=_table(headings, shown))


def _scope(verdict: Verdict) -> Part:
    sample = verdict.sample
    within = ", ".join(sample.draw.only) or "toàn bộ thư mục kết quả"
    return Part(
        "1. Phạm vi",
        (
            (
                f"Lô kiểm tra: {within}; {_number(sample.dossiers)} hồ sơ, {_number(sample.documents)} văn bản, "
                f"{_number(sample.pages)} trang."
            ),
            f"Mã SHA-256 của danh sách lô: {sample.lot}.",
        ),
    )


_SEVERITIES: Mapping[Severity, str] = {
    "normal": "kiểm tra thường",
    "tightened": "kiểm tra ngặt",
    "reduced": "kiểm tra giảm",
}


def _unit(verdict: Verdict) -> str:
    """What the limit counts."""
    return "trường" if verdict.sample.draw.unit == "fields" else "văn bản"


def _rule(verdict: Verdict) -> Part:
    sample, plan, unit = verdict.sample, verdict.sample.plan, _unit(verdict)
    how = {
        "lq5": "TCVN 7790-2 (ISO 2859-2), chất lượng giới hạn LQ 5 %, lô riêng lẻ",
        "aql": (
            f"TCVN 7790-1 (ISO 2859-1), AQL {_decimal(plan.size)} %, bậc II, {_SEVERITIES[plan.severity]}, "
            "lấy mẫu một lần"
        ),
        "random": "lấy mẫu ngẫu nhiên đơn giản theo số lượng",
        "percent": f"lấy mẫu ngẫu nhiên đơn giản theo tỉ lệ {_decimal(plan.size)} %",
        "weighted": "lấy mẫu ngẫu nhiên phân tầng theo xác suất sai do máy ước tính",
    }[plan.kind]
    accept = sample.accept
    passing = (
        f"Đạt khi có không quá {accept} {unit} sai trong mẫu."
        if accept is not None
        else f"Đạt khi tỉ lệ {unit} sai không quá {_decimal(plan.limit_percent)} %."
    )
    lines = [
        (
            f"Phương án {plan.name}: {how}; đơn vị lấy mẫu: {unit}; số mẫu {_number(len(sample.drawn))}; "
            f"số khởi tạo (seed) {sample.draw.seed}."
        ),
        passing,
        *_unit_lines(verdict),
        "Người kiểm tra là người thứ hai, không thấy quyết định của người làm trước và chỗ máy nghi ngờ.",
    ]
    if len(sample.strata) == 1:
        return Part("2. Quy tắc", tuple(lines))
    rows = (
        (_risk_range(sample.strata, at), _number(each.units), _number(each.drawn), _percent(each.mean_risk))
        for at, each in enumerate(sample.strata)
    )
    headings = ("Tầng theo xác suất sai", f"Số {unit}", "Số mẫu", "Xác suất sai bình quân")
    return Part("2. Quy tắc", tuple(lines), (headings, *rows))


def _unit_lines(verdict: Verdict) -> Iterator[str]:
    """What is wrong, and which series the lot belongs to."""
    wanted = verdict.sample.draw
    if wanted.unit == "fields":
        yield (
            f"Lô có {_number(verdict.sample.units)} trường thông tin ({FIELDS} trường mỗi văn bản), mẫu là từng trường "
            "riêng lẻ. Giới hạn tính theo trường, không theo văn bản."
        )
    else:
        yield (
            f"Văn bản sai là văn bản có ít nhất một lỗi ở {FIELDS} trường thông tin hoặc về trang; lỗi từ trong "
            "văn bản được thống kê riêng. Giới hạn tính theo văn bản, không theo trường."
        )
    if wanted.series:
        again = "" if wanted.is_original else "; lô trình lại sau khi sửa, không tính vào quy tắc chuyển đổi"
        yield f"Lô thuộc loạt {wanted.series}, theo quy tắc chuyển đổi của TCVN 7790-1{again}."


def _risk_range(strata: Sequence[object], at: int) -> str:
    least = getattr(strata[at - 1], "risk_up_to", 0.0) if at else 0.0
    return f"{_percent(least)} - {_percent(strata[at].risk_up_to)}"  # type: ignore[attr-defined]


def _result(verdict: Verdict) -> Part:
    sample, unit = verdict.sample, _unit(verdict)
    wrong, checked = len(verdict.wrong_units), len(sample.drawn) - verdict.unchecked
    lines = [
        (
            f"Đã kiểm tra {_number(checked)} / {_number(len(sample.drawn))} {unit}; "
            f"{_number(wrong)} {unit} sai; tỉ lệ {unit} sai ước lượng cho cả lô: {_percent(verdict.rate)}."
        ),
    ]
    if sample.draw.unit == "documents":
        lines.append(
            f"Trường sai: {_number(verdict.wrong_fields)} / {_number(verdict.checked_fields)} "
            f"(tỉ lệ trường sai trong mẫu {_percent(verdict.field_rate)})."
        )
    lines += _bound_lines(verdict)
    lines.append(f"Kết luận: {_conclusion(verdict)}.")
    if verdict.wrong:
        lines.append("Văn bản phải làm lại nằm trong Phụ lục 2; thời hạn làm lại: " + _BLANK)
    return Part("3. Kết quả", tuple(lines))


def _bound_lines(verdict: Verdict) -> Iterator[str]:
    unit = _unit(verdict)
    if verdict.bound is None:
        yield f"Còn {_number(verdict.unchecked)} {unit} trong mẫu chưa kiểm tra; chưa tính được cận trên."
        return
    trust, limit = _percent(verdict.confidence, 0), _decimal(verdict.sample.plan.limit_percent)
    endless = (
        "" if verdict.endless_bound is None else f" (Clopper-Pearson, lô vô hạn: {_percent(verdict.endless_bound)})"
    )
    yield f"Với độ tin cậy {trust}, tỉ lệ {unit} sai thật của lô không quá {_percent(verdict.bound)}{endless}."
    if verdict.field_bound is not None:
        yield (
            f"Với độ tin cậy {trust}, tỉ lệ trường sai thật của lô không quá {_percent(verdict.field_bound)} "
            "(tính theo văn bản, vì các trường của một văn bản thường sai cùng nhau)."
        )
    if verdict.is_shown:
        yield f"Mẫu chứng minh được tỉ lệ {unit} sai của lô không quá {limit} %."
    elif verdict.passes:
        yield f"Mẫu đạt theo quy tắc nhưng chưa chứng minh được tỉ lệ {unit} sai của lô không quá {limit} %."


def _conclusion(verdict: Verdict) -> str:
    if verdict.passes is None:
        return "chưa kết luận"
    return "ĐẠT" if verdict.passes else "KHÔNG ĐẠT (trả lại)"


def _errors(verdict: Verdict) -> Iterator[Part]:
    """Counts of errors by field and kind, by hồ sơ, and by who checked."""
    found = verdict.found
    dossiers = {each.folder: each.dossier for each in verdict.sample.drawn}
    kinds = Counter((FIELD_NAMES.get(each.field, each.field), KIND_NAMES[each.kind]) for each in found)
    yield Part(
        "4. Lỗi theo trường và loại",
        () if found else ("Không có lỗi.",),
        _table(("Trường", "Loại lỗi", "Số lỗi"), ((*names, str(count)) for names, count in kinds.most_common())),
    )
    by_dossier = Counter(dossiers[folder] for folder in sorted(verdict.wrong))
    rows = ((name, str(count)) for name, count in by_dossier.most_common(MOST_DOSSIERS))
    more = len(by_dossier) - MOST_DOSSIERS
    yield Part(
        "5. Văn bản sai theo hồ sơ",
        (f"Còn {_number(more)} hồ sơ khác có văn bản sai; xem Phụ lục 2.",) if more > 0 else (),
        _table(("Hồ sơ", "Số văn bản sai"), rows),
    )
    yield Part("6. Lỗi theo người", rows=_table(_MAKER_HEADINGS, _maker_rows(verdict)))
    checked = Counter(who for each in verdict.checked.values() for who in each.who)
    errors = Counter(each.who for each in found)
    checkers = ((who, str(count), str(errors[who])) for who, count in checked.most_common())
    yield Part("7. Người kiểm tra", rows=_table(_CHECKER_HEADINGS, checkers))


def _maker_rows(verdict: Verdict) -> Iterator[tuple[str, ...]]:
    """Who had made the values that were checked: how many of the fields are theirs, and wrong, by kind."""
    own: Counter[str] = Counter()
    for each in verdict.sample.drawn:
        if checked := verdict.checked.get(each.folder):
            own.update(checked.makers.get(field, "") for field in ([each.field] if each.field else DECIDABLE))
    wrong = Counter((each.maker, each.kind) for each in verdict.found if verdict.is_judged(each))
    for maker, count in own.most_common():
        kinds = [wrong[maker, kind] for kind in FIELD_KINDS]
        yield maker or _MACHINE, _number(count), *map(_number, kinds), _percent(sum(kinds) / count)


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    found = tuple(rows)
    return (headings, *found) if found else ()


def _estimate(verdict: Verdict) -> Part:
    said = verdict.sample.estimate
    rate = said.wrong_documents / verdict.sample.documents
    return Part(
        "8. Ước tính của máy trước khi có người kiểm tra (không phải kết quả kiểm tra)",
        (
            (
                f"Theo xác suất đã hiệu chỉnh của từng trường: {_decimal(round(said.wrong_documents, 1))} văn bản "
                f"có lỗi ({_percent(rate)}), khoảng {_decimal(round(said.wrong_fields, 1))} trường sai trong "
                f"{_number(said.fields)} trường bắt buộc."
            ),
            f"{_number(said.unjudged)} văn bản không có xác suất, mỗi văn bản được tính là sai một nửa.",
        ),
    )


def _caveats(verdict: Verdict) -> Part:
    unit = _unit(verdict)
    weighted = "Mẫu phân tầng: cận trên tính theo phương pháp gamma (Fay và Feuer) trên từng tầng."
    return Part(
        "9. Lưu ý",
        (
            f"Cận trên đúng cho mẫu ngẫu nhiên các {unit}, lấy với số khởi tạo đã ghi; không đúng nếu lấy cả hộp.",
            weighted if len(verdict.strata) > 1 else "Cận trên tính chính xác theo phân phối siêu bội cho lô hữu hạn.",
            "Kiểm tra lại sau khi sửa phải lấy mẫu mới.",
        ),
    )


def _attachments(attached: Mapping[str, str]) -> Part:
    rows = tuple(attached.items())
    return Part("10. Tệp kèm theo", rows=(("Tệp", "SHA-256"), *rows))


_SAMPLE_HEADINGS = ("TT", "Thư mục", "Văn bản", "Trường", "Số trang", "Người kiểm tra", "Kết quả")
_ERROR_HEADINGS = ("Thư mục", "Trường", "Loại lỗi", "Trước", "Sau", "Người nhập", "Người kiểm tra")
_MAKER_HEADINGS = ("Người nhập", "Số trường trong mẫu", "Sai", "Thiếu", "Thừa", "Tỉ lệ sai")
_CHECKER_HEADINGS = ("Họ và tên", "Số văn bản đã kiểm tra", "Số lỗi đã tìm thấy")
_MACHINE = "Máy, chưa có người quyết định"


def _sample_rows(verdict: Verdict) -> Iterator[tuple[str, ...]]:
    wrong = verdict.wrong_units
    for number, each in enumerate(verdict.sample.drawn, 1):
        checked = verdict.checked.get(each.folder)
        result = ("sai" if (each.folder, each.field) in wrong else "đúng") if checked else "chưa kiểm tra"
        field = FIELD_NAMES[each.field] if each.field else "tất cả"
        who = ", ".join(checked.who if checked else ())
        yield str(number), each.folder, each.title, field, str(each.pages), who, result


def _error_rows(found: Iterable[Found]) -> Iterator[tuple[str, ...]]:
    for each in found:
        name = FIELD_NAMES.get(each.field, each.field)
        yield each.folder, name, KIND_NAMES[each.kind], each.before, each.after, each.maker, each.who


def _number(value: float) -> str:
    """`12.345`, as Vietnamese is written."""
    return f"{value:,.0f}".replace(",", ".")


def _decimal(value: float) -> str:
    """`2,5`."""
    return f"{value:g}".replace(".", ",")


def _percent(share: float, digits: int = 2) -> str:
    """`4,95 %`."""
    return f"{share:.{digits}%}".replace(".", ",").replace("%", " %")
