# SPDX-License-Identifier: Apache-2.0
"""The house: every arrow runs down, no circle, no crowded room."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def layers(tool):
    return tool("layers")


@pytest.fixture(scope="module")
def arrows(layers):
    return layers.arrows()


def test_layers_every_arrow_runs_down(layers, arrows):
    assert layers.upward(arrows) == []


def test_layers_no_circle_of_imports(layers, arrows):
    assert layers.circles(arrows) == []


def test_layers_no_crowded_room(layers):
    assert layers.crowded() == []


def test_layers_every_part_is_named(layers, root):
    parts = {
        path.stem for path in (root / "ocr_kh").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert parts == set(layers.PARTS)


@pytest.mark.parametrize(
    ("module", "line", "told"),
    [
        ("genre/forms.py", "from ocr_kh.plan.model import Plan", "ocr_kh.genre.forms -> ocr_kh.plan.model"),
        ("language/letters.py", "import ocr_kh.repair.passes", "ocr_kh.language.letters -> ocr_kh.repair.passes"),
        ("splitting/sequence.py", "from ocr_kh.plan import model", "ocr_kh.splitting.sequence -> ocr_kh.plan.model"),
    ],
)
def test_layers_an_arrow_that_is_added_is_told(layers, tmp_path, root, module, line, told):
    for name, path in layers.modules().items():
        copy = tmp_path / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(f"{line}\n" if copy.match(f"ocr_kh/{module}") else "", encoding="utf-8")
        assert name
    assert layers.upward(layers.arrows(tmp_path)) == [told]


def test_layers_a_circle_that_is_added_is_told(layers):
    arrows = {layers.Arrow("a", "b"), layers.Arrow("b", "c"), layers.Arrow("c", "a"), layers.Arrow("c", "d")}
    assert layers.circles(arrows) == [["a", "b", "c"]]
