# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.scans import degrade, render
from bench.scans import drawn_ink as ink
from bench.scans.degrade import Damage, damaged, random_damage

WHITE = 255


def page(height=300, width=210, *, colour=True):
    """White paper with five black lines of print."""
    image = np.full((height, width, 3) if colour else (height, width), WHITE, np.uint8)
    for row in range(50, 250, 40):
        image[row : row + 6, 30:180] = 0
    return image


def rng(seed=7):
    return np.random.default_rng(seed)


def darkness(image):
    return float(255 - image.mean())


DAMAGES = {
    "grey": degrade.grey,
    "rescaled": lambda image: degrade.rescaled(image, 0.5),
    "turned": lambda image: degrade.turned(image, 1),
    "skewed": lambda image: degrade.skewed(image, 3),
    "in_perspective": lambda image: degrade.in_perspective(image, 0.1, rng()),
    "blurred": lambda image: degrade.blurred(image, 2),
    "noisy": lambda image: degrade.noisy(image, 10, rng()),
    "speckled": lambda image: degrade.speckled(image, 500, rng()),
    "shaded": lambda image: degrade.shaded(image, 0.5, rng()),
    "folded": lambda image: degrade.folded(image, 0.5, rng()),
    "shown_through": lambda image: degrade.shown_through(image, image, 0.5),
    "bilevel": degrade.bilevel,
    "jpegged": lambda image: degrade.jpegged(image, 10),
    "sealed": lambda image: ink.sealed(image, (100, 150), 60, rng()),
    "handwritten": lambda image: ink.handwritten(image, "27", (60, 140), 40, rng()),
    "signed": lambda image: ink.signed(image, (100, 150), 90, rng()),
}
KEEP_SIZE = DAMAGES.keys() - {"rescaled", "turned"}
TO_GREY = {"grey", "bilevel"}


@pytest.mark.parametrize("colour", [True, False])
@pytest.mark.parametrize("name", DAMAGES)
def test_damage_leaves_its_input_alone_and_gives_8_bit_samples(name, colour):
    image = page(colour=colour)
    result = DAMAGES[name](image)
    assert (image == page(colour=colour)).all()
    assert result.dtype == np.uint8
    assert result.ndim == (2 if name in TO_GREY else image.ndim)


@pytest.mark.parametrize("name", sorted(DAMAGES.keys() - {"grey"}))
def test_damage_changes_the_page_and_the_same_seed_changes_it_alike(name):
    image = page()
    first, second = DAMAGES[name](image), DAMAGES[name](image)
    assert (first == second).all()
    assert first.shape != image.shape or (first != image).any()


@pytest.mark.parametrize("name", sorted(KEEP_SIZE))
def test_damage_keeps_the_size(name):
    assert DAMAGES[name](page()).shape[:2] == (300, 210)


def test_skew_turns_lines_down_to_the_right():
    image = np.full((200, 200), WHITE, np.uint8)
    image[100:103, 20:180] = 0
    tilted = degrade.skewed(image, 5)
    rows = [int(tilted[:, column].argmin()) for column in (30, 170)]
    assert rows[1] - rows[0] == pytest.approx(140 * np.tan(np.radians(5)), abs=2)


def test_a_quarter_turn_brings_the_top_to_the_right():
    image = page(colour=False)
    image[0, :] = 7
    assert (degrade.turned(image, 1)[:, -1] == 7).all()


def test_four_quarter_turns_are_none():
    image = page()
    image[0, 0] = 1
    assert (degrade.turned(image, 4) == image).all()


@pytest.mark.parametrize("method", ["global", "adaptive"])
def test_bilevel_keeps_print_black_and_paper_white_only(method):
    image = degrade.noisy(page(), 5, rng())
    result = degrade.bilevel(image, method=method)
    assert set(np.unique(result)) == {0, 255}
    assert result[52, 100] == 0
    assert result[10, 10] == 255


def test_a_low_threshold_eats_pale_marks():
    image = page(colour=False)
    image[20:23, 50:60] = 150
    assert degrade.bilevel(image, 170)[21, 55] == 0
    assert degrade.bilevel(image, 130)[21, 55] == 255


def test_adaptive_threshold_survives_a_shadow_that_turns_a_global_one_black():
    dark = (page(colour=False) * 0.55).astype(np.uint8)
    assert degrade.bilevel(dark, 160)[10, 10] == 0
    assert degrade.bilevel(dark, method="adaptive")[10, 10] == 255


def test_a_seal_is_red_and_lets_the_print_through():
    image = page()
    result = ink.sealed(image, (105, 150), 60, rng())
    red = (result[..., 0].astype(int) - result[..., 2]) > 60
    assert red.any()
    assert not red[:80].any()
    assert (result[image == 0] == 0).all()


def test_a_seal_at_the_edge_is_cut_not_refused():
    assert darkness(ink.sealed(page(), (0, 0), 60, rng())) > darkness(page())


def test_handwriting_is_blue_and_stands_on_its_base_line():
    image = np.full((100, 300, 3), WHITE, np.uint8)
    result = ink.handwritten(image, "2026", (20, 80), 40, rng())
    rows, columns = np.nonzero(result[..., 2].astype(int) - result[..., 0] > 50)
    assert 30 < rows.min() < 50
    assert 75 < rows.max() < 90
    assert columns.min() > 10


def test_handwriting_knows_digits_only():
    with pytest.raises(KeyError):
        ink.handwritten(page(), "2a", (20, 80), 40, rng())


@pytest.mark.parametrize(("field", "value"), [("dpi", 5), ("dpi", 5000), ("jpeg", 0), ("jpeg", 101)])
def test_a_recipe_refuses_what_cannot_be(field, value):
    with pytest.raises(ValueError, match=str(value)):
        Damage(**{field: value})


def test_no_damage_leaves_the_page_as_it_is():
    assert (damaged(page(), Damage(dpi=300), rng(), dpi=300) == page()).all()


@pytest.mark.parametrize(("colour", "dimensions"), [("colour", 3), ("grey", 2), ("bilevel", 2)])
def test_a_recipe_gives_the_colours_and_the_resolution_it_names(colour, dimensions):
    result = damaged(page(), Damage(dpi=150, colour=colour, blur=0.4), rng(), dpi=300)
    assert result.ndim == dimensions
    assert result.shape[:2] == (150, 105)
    assert render.is_bilevel(result) == (colour == "bilevel")


def test_a_recipe_puts_the_seal_where_it_says():
    image = np.full((600, 400, 3), WHITE, np.uint8)
    result = damaged(image, Damage(dpi=72, seal=(0.5, 0.8)), rng(), dpi=72)
    assert darkness(result[:400]) == 0
    assert darkness(result[420:540, 140:260]) > 0


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_random_damage_is_the_same_for_a_seed_and_always_leaves_a_page(seed):
    damage = random_damage(np.random.default_rng(seed))
    assert damage == random_damage(np.random.default_rng(seed))
    image = page(600, 420)
    result = damaged(image, damage, np.random.default_rng(seed), dpi=150)
    assert result.shape[0] == round(600 * damage.dpi / 150)
    assert 1 < darkness(result) < 200


def test_random_damage_varies():
    assert len({random_damage(np.random.default_rng(seed)).colour for seed in range(30)}) == 3


def test_a_scanned_pdf_gives_its_pages_back_at_their_size_and_the_same_bytes_again():
    images = [page(600, 420), degrade.bilevel(page(600, 420))]
    pdf = render.scanned_pdf(images, 100, quality=95)
    assert pdf == render.scanned_pdf(images, 100, quality=95)
    back = render.page_images(pdf, 100)
    assert [image.shape for image in back] == [(600, 420, 3)] * 2
    assert (degrade.grey(back[1]) == images[1]).mean() > 0.99
    assert abs(back[0].astype(int) - images[0]).mean() < 3


@pytest.mark.parametrize("colour", [True, False])
def test_a_tiff_and_a_png_keep_every_sample(colour):
    image = degrade.noisy(page(colour=colour), 9, rng())
    for data in (render.scanned_tiff([image, image], 200), render.scanned_png(image, 200)):
        back = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
        assert ((back[..., ::-1] if colour else back) == image).all()


def test_bilevel_pages_are_stored_as_such():
    assert len(render.encoded(degrade.bilevel(page()), 200)) < len(render.encoded(page(), 200)) / 2
