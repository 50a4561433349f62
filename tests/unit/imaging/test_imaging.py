# SPDX-License-Identifier: Apache-2.0
"""Turning, levelling and scaling, on pages drawn here: letters as bars, marks above them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_kh.document import Condition, Document, Page
from ocr_kh.imaging.blank import has_row
from ocr_kh.imaging.blobs import X_HEIGHT, blobs_of, find_letters, ink_mask
from ocr_kh.imaging.coloured import engine_grey
from ocr_kh.imaging.orientation import find_orientation, turn
from ocr_kh.imaging.prepare import examine, has_stamp, prepare, prepare_sheets
from ocr_kh.imaging.sheet import even_light, find_sheet
from ocr_kh.imaging.skew import find_skew
from ocr_kh.imaging.tables import find_rules, find_tables
from ocr_kh.plan.review.page_warnings import scan_warnings
from ocr_kh.reading.raster import Raster

if TYPE_CHECKING:
    from numpy.typing import NDArray

X = 18
"""x-height of the drawn letters, in pixels."""


def drawn_page(lines: int = 30, letters: int = 45, *, seed: int = 0) -> NDArray[np.uint8]:
    """Grey A4 at 200 dpi: rows of bars, ascenders among them, a mark above every second bar and below a few."""
    rng = np.random.default_rng(seed)
    page = np.full((2339, 1654), 255, np.uint8)
    for line in range(lines):
        for letter in range(letters):
            if rng.random() < 0.18:
                continue
            left, foot = 200 + letter * 26, 300 + line * 62
            high = X + 9 if rng.random() < 0.2 else X
            page[foot - high : foot, left : left + 13] = 0
            if high == X and rng.random() < 0.5:
                page[foot - X - 11 : foot - X - 5, left + 3 : left + 10] = 0
            elif rng.random() < 0.1:
                page[foot + 5 : foot + 9, left + 4 : left + 8] = 0
    return page


def tilted(page: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    """The page with its lines falling to the right by `degrees`."""
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return cv2.warpAffine(page, matrix, (width, height), borderValue=(255,)).astype(np.uint8)


def as_raster(page: NDArray[np.uint8], dpi: float = 200) -> Raster:
    return Raster(page, dpi, "grey")


@pytest.mark.parametrize("degrees", [-4.0, -1.3, -0.35, 0.0, 0.15, 0.25, 0.8, 2.45, 9.0])
def test_find_skew_within_a_twentieth_of_a_degree(degrees: float) -> None:
    assert find_skew(ink_mask(tilted(drawn_page(), degrees))) == pytest.approx(degrees, abs=0.05)


def test_find_skew_of_an_empty_page_is_none() -> None:
    assert find_skew(np.zeros((500, 400), np.uint8)) == 0


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("degrees", [0.0, 3.0])
def test_find_orientation_turns_the_page_upright(rotation: int, degrees: float) -> None:
    lying = turn(tilted(drawn_page(), degrees), (360 - rotation) % 360)
    found = find_orientation(find_letters(ink_mask(np.ascontiguousarray(lying))))
    assert found.rotation == rotation
    assert found.confidence > 0.3


def on_a_desk(page: NDArray[np.uint8], corners: list[tuple[int, int]], desk: int = 60) -> NDArray[np.uint8]:
    """The page as a camera sees it, its corners (clockwise from the top left) at these pixels."""
    height, width = page.shape
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, np.array(corners, np.float32))
    return cv2.warpPerspective(page, matrix, (width, height), borderValue=(desk,)).astype(np.uint8)


@pytest.mark.parametrize("rotation", [0, 90])
def test_prepare_straightens_a_sheet_on_a_desk_and_knows_the_way_back(rotation: int) -> None:
    page = drawn_page()
    page[1110:1150, 700:900] = 0
    seen = on_a_desk(page, [(180, 60), (1500, 140), (1600, 2300), (40, 2200)])
    prepared = prepare(as_raster(np.ascontiguousarray(turn(seen, (360 - rotation) % 360))))
    assert prepared.condition.rotation == rotation
    assert find_skew(ink_mask(prepared.image)) == pytest.approx(0, abs=0.2)
    assert min(prepared.image[:2].min(), prepared.image[:, :2].min(), prepared.image[-2:].min()) > 200  # no desk
    count, _, stats, _ = cv2.connectedComponentsWithStats((prepared.image < 128).astype(np.uint8))
    widest = max(range(1, count), key=lambda i: stats[i][2])
    left, top, width, height, _ = (float(value) for value in stats[widest])
    box = prepared.box_on_page(prepared.level_box(left, top, width, height))
    count, _, stats, _ = cv2.connectedComponentsWithStats((seen[300:-300, 300:-300] < 100).astype(np.uint8))
    widest = max(range(1, count), key=lambda i: stats[i][2])
    left, top, width, height, _ = (float(value) for value in stats[widest])
    middle = ((left + 300 + width / 2) * 72 / 200, (top + 300 + height / 2) * 72 / 200)
    assert box.middle == pytest.approx(middle, abs=1.5)


@pytest.mark.parametrize("rotation", [90, 270])
def test_a_small_sheet_that_lies_sideways_is_straightened(rotation: int) -> None:
    seen = on_a_desk(drawn_page(), [(450, 600), (1200, 560), (1240, 1640), (430, 1560)])
    prepared = prepare(as_raster(np.ascontiguousarray(turn(seen, 360 - rotation))))
    assert prepared.condition.rotation == rotation
    assert abs(prepared.to_page[2, :2]).max() > 1e-6
    assert prepared.image.shape[0] / prepared.image.shape[1] == pytest.approx(297 / 210, abs=0.05)


def test_black_edges_of_a_scan_are_painted_over_and_do_not_bend_the_page() -> None:
    page = drawn_page()
    cv2.fillPoly(page, [np.array([[0, 0], [1654, 0], [1654, 90], [0, 30]])], (10,))
    cv2.fillPoly(page, [np.array([[1654, 0], [1654, 2339], [1580, 2339], [1620, 0]])], (10,))
    prepared = prepare(as_raster(page))
    assert prepared.condition.skew == 0
    assert prepared.image[:10].min() > 200
    assert prepared.image[:, -10:].min() > 200
    assert prepared.to_page[2].tolist() == [0, 0, 1]


def test_paper_in_deep_shadow_is_not_painted_over() -> None:
    light = np.clip(np.linspace(1.8, 0.2, 2339), 0.35, 1)[:, None]
    prepared = prepare(as_raster((np.maximum(drawn_page(), 20) * light).astype(np.uint8)))
    assert len(find_letters(ink_mask(prepared.image))) > 0.9 * len(find_letters(ink_mask(drawn_page())))


def test_uneven_light_is_made_even_and_even_light_left_alone() -> None:
    page = np.maximum(drawn_page(), 20)
    assert even_light(page) is page
    shaded = (page * np.linspace(1, 0.4, page.shape[1])[None, :]).astype(np.uint8)
    evened = even_light(shaded)
    assert np.abs(evened.astype(int)[page == 255] - 245).max() < 30
    assert evened[page == 20].max() < 60


def test_even_light_leaves_a_black_edge_black() -> None:
    page = np.full((2339, 1654), 240, np.uint8)
    page[:, :160] = np.random.default_rng(1).integers(2, 30, (2339, 160))
    assert even_light(page)[:, :120].max() < 90


@pytest.mark.parametrize("frame", [0, 12])
def test_a_page_without_dark_edges_is_left_alone(frame: int) -> None:
    page = drawn_page()
    if frame:
        cv2.rectangle(page, (60, 60), (1600, 2280), (0,), frame)
    assert find_sheet(page).outside is None


def test_letters_have_the_x_height_they_were_drawn_with() -> None:
    assert find_letters(ink_mask(drawn_page())).x_height == X


def test_blobs_are_the_same_however_many() -> None:
    """Beyond 16 bits, too: a dotted sheet has 90,000."""
    mask = np.zeros((600, 600), np.uint8)
    mask[::2, ::2] = 255
    assert blobs_of(mask).stats[1:, 4].tolist() == [1] * 90_000
    few = blobs_of(mask[:100, :100])
    assert few.labels.dtype == np.int32
    assert few.stats[1:, 4].tolist() == [1] * 2500


@pytest.mark.parametrize(("height", "specks"), [(6, 900), (12, 300)], ids=["specks", "small print"])
def test_specks_do_not_make_print_small_and_small_print_is_small(height: int, specks: int) -> None:
    """A page written by hand falls to pieces, most of them small; print of half the height is read as such."""
    page = drawn_page(lines=8)
    for at in range(specks):
        left, top = 120 + at % 60 * 24, 900 + at // 60 * 60
        page[top : top + height, left : left + 6] = 0
    assert find_letters(ink_mask(page)).x_height == (X if height == 6 else pytest.approx(12, abs=1))


@pytest.mark.parametrize("light", [0.0, 0.4])
def test_ink_mask_holds_under_uneven_light(light: float) -> None:
    page = drawn_page()
    shade = 1 - light * np.linspace(0, 1, page.shape[1])[None, :]
    shaded = (np.maximum(page, 30) * shade).astype(np.uint8)
    assert abs(len(find_letters(ink_mask(shaded))) - len(find_letters(ink_mask(page)))) <= 5


def test_prepare_brings_letters_to_the_height_the_model_reads_best() -> None:
    prepared = prepare(as_raster(drawn_page()))
    assert find_letters(ink_mask(prepared.image)).x_height == pytest.approx(X_HEIGHT, abs=1)


@settings(deadline=None, max_examples=36)  # a page is drawn each time: three angles for each way and resolution
@given(
    rotation=st.sampled_from([0, 90, 180, 270]),
    degrees=st.floats(-3, 3),
    dpi=st.sampled_from([100.0, 200.0, 300.0]),
)
def test_prepare_knows_the_way_back_to_the_page(rotation: int, degrees: float, dpi: float) -> None:
    """A black mark of the page is found again through `box_on_page`, in points of the upright page."""
    page = drawn_page(lines=8, letters=20)
    page[1500:1540, 700:900] = 0
    upright = tilted(page, degrees)
    prepared = prepare(as_raster(np.ascontiguousarray(turn(upright, (360 - rotation) % 360)), dpi))
    assert prepared.condition.rotation == rotation
    mark = np.argwhere(upright[1400:1640, 600:1000] < 60) + np.array((1400, 600))
    count, _, stats, _ = cv2.connectedComponentsWithStats((prepared.image < 128).astype(np.uint8))
    widest = max(range(1, count), key=lambda i: stats[i][2])
    left, top, width, height, _ = (float(value) for value in stats[widest])
    box = prepared.box_on_page(prepared.level_box(left, top, width, height))
    expected = mark.mean(axis=0)[::-1] * 72 / dpi
    assert box.middle == pytest.approx(tuple(expected), abs=3 * 72 / dpi)


@pytest.mark.parametrize("seed", range(5))
def test_blank_page_with_specks_is_blank(seed: int) -> None:
    rng = np.random.default_rng(seed)
    page = np.full((2339, 1654), 250, np.uint8)
    for _ in range(120):
        y, x = rng.integers(20, 2300), rng.integers(20, 1600)
        page[y : y + rng.integers(1, 4), x : x + rng.integers(1, 4)] = 0
    assert not has_row(find_letters(ink_mask(page)))


def test_show_through_of_a_back_is_blank() -> None:
    page = np.where(drawn_page()[:, ::-1] < 128, 228, 250).astype(np.uint8)
    assert not has_row(find_letters(ink_mask(page)))


def test_one_short_line_is_not_blank() -> None:
    assert has_row(find_letters(ink_mask(drawn_page(lines=1, letters=9))))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize(("lines", "letters"), [(1, 9), (2, 12), (4, 30)])
def test_a_page_of_few_letters_is_not_blank_whichever_way_it_lies(rotation: int, lines: int, letters: int) -> None:
    lying = np.ascontiguousarray(turn(drawn_page(lines=lines, letters=letters), rotation))
    seen = examine(as_raster(lying)).condition
    assert not seen.blank
    assert seen.rotation % 180 == rotation % 180
    assert 0 < seen.ink < 0.01


def test_a_page_without_letters_says_why_it_is_blank() -> None:
    seen = examine(as_raster(np.full((2339, 1654), 250, np.uint8))).condition
    assert (seen.blank, seen.blank_reason, seen.ink) == (True, "no letters", 0)


def test_a_page_is_turned_as_it_is_asked_for() -> None:
    page = as_raster(drawn_page(lines=1, letters=9))
    assert [examine(page, rotation).condition.rotation for rotation in (90, 180, 270)] == [90, 180, 270]


def test_cells_of_a_ruled_table_are_found() -> None:
    page = drawn_page(lines=3)
    for y in (900, 1000, 1150):
        page[y : y + 2, 200:1400] = 150
    for x in (200, 300, 900, 1398):
        page[900:1152, x : x + 2] = 150
    page[902:1000, 300:302] = 255  # the first two cells of the first row are one
    (cells,) = find_tables(find_rules(page))
    sizes = sorted((cell.top // 50, cell.left // 50, cell.width // 50, cell.height // 50) for cell in cells)
    assert sizes == [(18, 4, 13, 1), (18, 18, 9, 1), (20, 4, 1, 2), (20, 6, 11, 2), (20, 18, 9, 2)]


@pytest.mark.parametrize("shape", ["text", "rule", "frame"])
def test_what_is_no_table(shape: str) -> None:
    page = drawn_page()
    if shape == "rule":
        page[250:252, 200:1400] = 0
    if shape == "frame":
        cv2.rectangle(page, (150, 200), (1500, 2250), (0,), 3)
    assert find_tables(find_rules(page)) == []


def test_red_seal_is_seen_and_hidden_from_the_engine() -> None:
    page = np.full((1000, 700, 3), 255, np.uint8)
    cv2.circle(page, (350, 500), 90, (220, 30, 40), 6)
    assert has_stamp(page)
    assert engine_grey(page).min() >= 200


def spread(*, crossed: bool = False) -> NDArray[np.uint8]:
    """Two pages side by side, a fold between them; or a landscape page with a rule across."""
    book = np.hstack([drawn_page(seed=1), drawn_page(seed=2)])
    book[:, 1652:1656] = 90
    if crossed:
        book[1200:1203, 300:3000] = 0
    return book


@pytest.mark.parametrize("degrees", [0.0, 1.2])
def test_facing_pages_are_two_sheets_of_one_page(degrees: float) -> None:
    sheets = prepare_sheets(as_raster(tilted(spread(), degrees)))
    assert [sheet.condition.facing for sheet in sheets] == [True, True]
    left, right = (sheet.box_on_page(sheet.level_box(0, 0, sheet.image.shape[1], 10)) for sheet in sheets)
    middle = sheets[0].size[0] / 2
    assert left.middle[0] < middle < right.middle[0]
    assert left.x1 == pytest.approx(right.x0, abs=3)


def test_each_of_two_facing_pages_is_made_level() -> None:
    book = np.hstack([tilted(drawn_page(seed=1), 1.5), tilted(drawn_page(seed=2), -0.8)])
    sheets = prepare_sheets(as_raster(book))
    assert len(sheets) == 2
    for sheet, left, skew in zip(sheets, (0, 1654), (1.5, -0.8), strict=True):
        assert find_skew(ink_mask(sheet.image)) == pytest.approx(0, abs=0.15)
        rows, columns = sheet.image.shape
        turn_there = sheet.box_on_page(sheet.level_box(columns // 2 + 200, rows // 2, 1, 1)).middle
        turn_here = sheet.box_on_page(sheet.level_box(columns // 2 - 200, rows // 2, 1, 1)).middle
        fall = np.degrees(np.arctan2(turn_there[1] - turn_here[1], turn_there[0] - turn_here[0]))
        assert fall == pytest.approx(skew, abs=0.15)
        assert left < turn_here[0] * 200 / 72 < left + 1654


@pytest.mark.parametrize("kind", ["sideways", "crossed"])
def test_one_page_is_one_sheet(kind: str) -> None:
    page = spread(crossed=True) if kind == "crossed" else turn(drawn_page(), 90)
    assert len(prepare_sheets(as_raster(np.ascontiguousarray(page)))) == 1


@pytest.mark.parametrize(
    ("dpi", "colour", "lacking"),
    [
        (200.0, "colour", ()),
        (199.6, "colour", ()),
        (150.0, "colour", ("resolution",)),
        (300.0, "grey", ("colour",)),
        (100.0, "bilevel", ("resolution", "colour")),
    ],
)
def test_what_a_scan_lacks_of_the_archive_rule(
    dpi: float, colour: Literal["colour", "grey", "bilevel"], lacking: tuple[str, ...]
) -> None:
    assert Condition(width=1000, height=1400, dpi=dpi, colour=colour).below_archive_rule == lacking
    pages = tuple(Page(number, condition=Condition(1000, 1400, dpi, colour)) for number in (1, 2))
    warnings = scan_warnings(Document("scan.pdf", "", pages))
    assert [(warning.code, warning.page) for warning in warnings] == [(f"scan.{name}", 1) for name in lacking]
    assert all("pages 1-2" in warning.message for warning in warnings)


def test_a_page_without_an_image_meets_the_archive_rule() -> None:
    assert Condition().below_archive_rule == ()
