# SPDX-License-Identifier: Apache-2.0
"""The invented pages of the bench of headers: halves apart, a seed gives the same page, fields are stored whole."""

import numpy as np

from bench.header_pages import HALVES, cases, faint, in_shadow, received, ruled
from bench.header_styles import harsher, random_harm, random_scan, random_style
from bench.offices import Field, fit, store_fields, stored_fields

WHITE = np.full((400, 300, 3), 255, np.uint8)


def kinds(half):
    return {case["kind"].partition(":")[0] for name in ("headers", "closings") for case in cases(name, half)}


def test_no_kind_of_body_is_in_both_halves():
    development, kept = map(kinds, HALVES)
    assert not development & kept
    assert min(len(development), len(kept)) >= 25


def test_what_an_engine_made_of_a_page_is_not_set_in_print():
    assert not [case for half in HALVES for case in cases("headers", half) if "misread" in case["kind"]]


def test_a_seed_gives_the_same_style_and_harm_again():
    drawn = [
        (random_style({}, rng), random_harm(rng), random_scan(rng)) for rng in map(np.random.default_rng, (5, 5, 6))
    ]
    assert drawn[0] == drawn[1] != drawn[2]


def test_harm_takes_ink_and_light():
    black = WHITE // 255
    assert faint(black, 0.5, np.random.default_rng(1)).mean() > 80
    shadowed = in_shadow(WHITE, 0.8)
    assert shadowed[0, 0, 0] < 60
    assert shadowed[0, -1, 0] > 250
    assert (received(WHITE, (40, 50), np.random.default_rng(1)) < 255).any()


def test_a_worse_day_spoils_the_same_page_more():
    harms = [random_harm(np.random.default_rng(seed)) for seed in range(40)]
    worse = [harsher(harm, np.random.default_rng([seed, 1])) for seed, harm in enumerate(harms)]
    assert worse == [harsher(harm, np.random.default_rng([seed, 1])) for seed, harm in enumerate(harms)]
    assert all(each.inked for each in worse)
    assert sum(each.received for each in worse) > sum(each.received for each in harms)
    assert {each.ruled_number for each in worse} == {"line", "dots", ""}


def test_the_rule_of_a_form_is_a_line_or_dots():
    dark = {how: (ruled(WHITE, (20, 50), 200, how).min(axis=2) < 128).any(axis=0) for how in ("line", "dots")}
    assert dark["line"].sum() == 200
    assert 50 < dark["dots"].sum() < 120


def test_fields_come_back_as_they_were_stored(tmp_path):
    field = Field(1, "/subject", {"margin": 0.5, "torn": 1.0}, right=True, probability=0.93)
    store_fields(tmp_path / "fields.json", [field])
    assert stored_fields(tmp_path / "fields.json") == [field]


def test_a_sign_against_a_field_never_speaks_for_it():
    fields = [
        Field(at % 3, "/subject", {"torn": float(at % 2), "margin": 1.0}, right=bool(at % 2), probability=0.9)
        for at in range(12)
    ]
    assert fit(fields)[1]["torn"] == 0
