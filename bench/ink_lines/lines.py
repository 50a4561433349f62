# SPDX-License-Identifier: Apache-2.0
"""What the lines say that the reader of lines under ink learns from: all invented, of words from `dictionaries/`.

Names are a family name and syllables that Vietnamese knows, so that none is likelier than its letters make it;
titles, lines of authority, bodies, numbers and headers are those of the genre, and some lines are running text.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ocr_kh.genre.titles import titles
from ocr_kh.genre.vocabulary import in_force
from ocr_kh.language.dictionary_files import dictionary_folder, phrases
from ocr_kh.language.model import load_model
from ocr_kh.language.syllables import is_syllable, place_tones

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.random import Generator

_USUAL = """
Văn Thị Hữu Đức Minh Quang Quốc Ngọc Công Xuân Thanh Đình Bá Duy Gia Hồng Kim Thành Trọng Anh Bích
Bảo Cảnh Chí Cường Dũng Đạt Điệp Đông Giang Hà Hải Hạnh Hằng Hậu Hiền Hiển Hiếu Hiệp Hòa Hoài Hoàn
Hùng Huy Huyền Hương Khánh Khoa Kiên Lan Lâm Liên Linh Loan Long Luân Lực Mai Mạnh Mỹ Nam Nga Nghĩa
Nguyên Nhân Nhung Oanh Phong Phú Phúc Phước Phương Quân Quyền Quỳnh Sơn Tâm Tân Thái Thắng Thảo Thế
Thịnh Thoa Thu Thủy Thúy Tiến Tình Toàn Trang Trí Trung Trường Tú Tuấn Tùng Tuyết Tường Uyên Vân
Việt Vinh Vũ Yến Ánh Ân Diệu Lệ Sĩ Viết Thiện Chung Chiến Chinh Sinh Tài Thọ Thuận
""".split()  # noqa: SIM905
"""Syllables that names are often made of; half of those drawn are, the others are any."""
_FIRST_FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()  # noqa: SIM905
_RANKS = "TS. ThS. PGS.TS. BS. BSCKII. BS.CKI. KS.".split()  # noqa: SIM905
_ARMS = ("Đại tá", "Thượng tá", "Trung tá", "Thiếu tướng")
_SIGNS = ("KT.", "TM.", "TL.", "TUQ.", "Q.")
_KINDS = "QĐ KH CV TB BC TTr CTr HD GM NQ CT BB GP TT".split()  # noqa: SIM905

_MOTTOS = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "ĐẢNG CỘNG SẢN VIỆT NAM")


class Text(NamedTuple):
    """A line, and how it is set."""

    text: str
    face: str
    """`bold`, `regular` or `italic`."""
    room: int | None = None
    """Behind so many letters room was left, and digits are written into it by hand, which are not read."""


@cache
def _syllables() -> tuple[str, ...]:
    """Syllables that Vietnamese has, with a capital."""
    return tuple(word.capitalize() for word in load_model().vocabulary if is_syllable(word))


@cache
def _table(name: str) -> tuple[str, ...]:
    """The entries of a file with one a line."""
    return tuple(phrases(dictionary_folder() / name))


def _some(rng: Generator, of: Sequence[str]) -> str:
    return of[int(rng.integers(len(of)))]


def name(rng: Generator) -> Text:
    """The name of one who signs, with a rank now and then."""
    families = _FIRST_FAMILIES if rng.random() < 0.5 else sorted(in_force().surnames)
    words = [_some(rng, families)]
    words += [
        _some(rng, _USUAL if rng.random() < 0.5 else _syllables()) for _ in range(int(rng.choice((1, 2, 2, 2, 3))))
    ]
    text = " ".join(words)
    if rng.random() < 0.06:
        text = text.upper()
    if rng.random() < 0.1:
        text = f"{_some(rng, (*_RANKS, *_ARMS))} {text}"
    return Text(text, "bold" if rng.random() < 0.85 else "regular")


def authority(rng: Generator) -> Text:
    """A line above a signature."""
    chance = rng.random()
    text = _some(rng, titles())
    if chance < 0.35:
        text = _some(rng, in_force().titles)
        text = _some(rng, ("", "PHÓ ", "KT. ", "KT. ", "PHÓ ", "TL. ")) + text
    elif chance < 0.5:
        text = f"TM. {_some(rng, in_force().collectives)}"
    if rng.random() < 0.12:
        text += f" {_place(rng).upper()}"
    if rng.random() < 0.05:
        text = text.replace(". ", ".")
    return Text(text, "bold" if rng.random() < 0.9 else "regular")


def _place(rng: Generator) -> str:
    return " ".join(_some(rng, _syllables()) for _ in range(int(rng.choice((1, 2, 2)))))


def number(rng: Generator) -> Text:
    """A number line, typed, written by hand or with room for a number, or place and date."""
    by_hand = rng.random() < 0.4
    if rng.random() < 0.4:
        day, month = rng.integers(1, 32), rng.integers(1, 13)
        before = f"{_place(rng)}, ngày "
        typed = "" if by_hand else f"{day:02} "
        text = f"{before}{typed}tháng {month:02} năm {rng.integers(1995, 2027)}"
        return Text(text, "italic" if rng.random() < 0.85 else "regular", len(before) if by_hand else None)
    digits = "" if by_hand or rng.random() < 0.1 else str(rng.integers(1, 10 ** int(rng.integers(1, 5))))
    year = f"/{rng.integers(1995, 2027)}" if rng.random() < 0.15 else ""
    symbol = _some(rng, _table("symbols.txt")) if rng.random() < 0.7 else f"{_some(rng, _KINDS)}-UBND"
    before = _some(rng, ("Số: ", "Số: ", "Số: ", "Số ", "SỐ: "))
    face = "bold" if rng.random() < 0.1 else "italic" if rng.random() < 0.1 else "regular"
    return Text(f"{before}{digits}{year}/{symbol}", face, len(before) if by_hand else None)


def header(rng: Generator) -> Text:
    """A line of a header, or the lines to whom a paper goes."""
    body = _some(rng, _table("organisations.txt"))
    chance = rng.random()
    if chance < 0.7:
        return Text(f"{body} {_place(rng)}".upper(), "bold" if rng.random() < 0.6 else "regular")
    if chance < 0.85:
        return Text(f"- {body} {_place(rng)};", "regular")
    return Text(f"Kính gửi: {body} {_place(rng)}", "regular")


def opening(rng: Generator) -> Text:
    """A line that tells what a paper is: its type, its subject, what a letter is about, the country's motto."""
    about, chance = _some(rng, _table("phrases.txt")), rng.random()
    if chance < 0.2:
        kind = _some(rng, tuple(each.name for each in in_force().types))
        return Text(kind.upper(), "bold" if rng.random() < 0.9 else "regular")
    if chance < 0.55:
        body = _some(rng, _table("organisations.txt"))
        text = f"V/v {about}" if rng.random() < 0.7 else f"V/v {about} của {body}"
        return Text(text, _some(rng, ("regular", "regular", "italic", "bold")))
    if chance < 0.75:
        return Text(f"Về việc {about}", "bold" if rng.random() < 0.8 else "italic")
    if chance < 0.9:
        return Text(f"{about} năm {rng.integers(1995, 2027)}", _some(rng, ("bold", "bold", "italic")))
    return Text(_some(rng, _MOTTOS), "bold")


def running(rng: Generator) -> Text:
    """A few words of running text."""
    text = " ".join(_some(rng, _table("phrases.txt")) for _ in range(int(rng.integers(1, 3))))
    text += _some(rng, ("", "", ",", ".", ";", "./."))
    return Text(text, _some(rng, ("regular", "regular", "italic", "bold")))


def nothing(rng: Generator) -> Text:
    """No line at all: what a seal or a pen leaves on paper is none."""
    return Text("", _some(rng, ("regular", "bold")))


_SHARES: tuple[tuple[Callable[[Generator], Text], float], ...] = (
    (name, 0.32),
    (authority, 0.2),
    (number, 0.15),
    (header, 0.12),
    (opening, 0.1),
    (running, 0.05),
    (nothing, 0.06),
)


def line(rng: Generator) -> Text:
    """A line of any kind."""
    make, _ = _SHARES[int(rng.choice(len(_SHARES), p=[share for _, share in _SHARES]))]
    made = make(rng)
    return made._replace(text=place_tones(made.text, "new" if rng.random() < 0.3 else "old"))
