# SPDX-License-Identifier: Apache-2.0
"""The plugin for OCRmyPDF without an engine: pages held and repaired together, words put where the image has them."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from typing import NamedTuple

import pytest

ocrmypdf = pytest.importorskip("ocrmypdf")

from ocr_kh import ocrmypdf_plugin as plugin  # noqa: E402
from ocr_kh.document import Box, Condition, Line, Page, Role, Word  # noqa: E402
from ocr_kh.writing.pdf.ocr_elements import page_element  # noqa: E402

SIZE = (595, 842)


def line(text, *, x=60.0, y=80.0, number=1, role=Role.BODY):
    words = (Word(token, Box(x + 60 * at, y, x + 50 + 60 * at, y + 11)) for at, token in enumerate(text.split()))
    return Line.of_words(words, page=number, role=role)


def page(*lines, number=1, **condition):
    return Page(number, *map(float, SIZE), lines, source="ocr", condition=Condition(*SIZE, **condition))


def read(*lines, number=1):
    return plugin.ReadPage("ocr_page", dpi=72.0, page=page(*lines, number=number), size=SIZE)


class Result(NamedTuple):
    """What OCRmyPDF knows of a page read, as far as the plugin looks at it."""

    pageno: int
    text: object
    ocr_tree: object


class Backwards(ocrmypdf.Executor):
    """Pages come back in whatever order they are done.

    Called within another's call, executors of older versions would wait for a lock forever.
    """

    def __call__(self, **_):
        pytest.fail("called")

    def _execute(self, *, worker_initializer, task, task_arguments, task_finished, **_):
        worker_initializer()
        for arguments in reversed(list(task_arguments)):
            task_finished(task(*arguments), self.pbar_class())


def words_of(element):
    return [word.text for word in element.words]


def run(executor, task, arguments):
    done = []
    plugin._Together(executor)(
        use_threads=True,
        max_workers=1,
        progress_kwargs={},
        task=task,
        task_arguments=arguments,
        task_finished=lambda result, bar: (bar.update(1), done.append(result)),
    )
    return done


@pytest.fixture(autouse=True)
def _by_itself(monkeypatch):
    monkeypatch.setattr(plugin, "_held_together", False)


def test_plugin_repairs_pages_as_one_document(tmp_path, monkeypatch):
    documents = []
    package = import_module("ocr_kh.repair")  # the attribute of that name is a function
    monkeypatch.setattr(package, "repair_document", lambda document, _: documents.append(document) or document)

    def task(number):
        return Result(number, tmp_path / f"{number}.txt", read(line(f"Trang {number}"), number=number + 1))

    done = run(Backwards(), task, [(0,), (1,), (2,)])

    assert [[p.number for p in document.pages] for document in documents] == [[1, 2, 3]]
    assert [result.pageno for result in done] == [0, 1, 2]
    assert [words_of(result.ocr_tree) for result in done] == [["Trang", str(n)] for n in range(3)]
    assert [result.text.read_text("utf-8") for result in done] == [f"Trang {n}\n" for n in range(3)]


def test_plugin_leaves_other_work_of_the_executor_alone():
    assert run(Backwards(), lambda number: number, [(1,), (2,)]) == [2, 1]


def test_plugin_says_in_workers_that_pages_are_held():
    held = run(Backwards(), lambda: plugin._held_together, [()])
    assert held == [True]


def test_plugin_element_has_repaired_words_at_their_boxes():
    element = page_element(page(line("Kế hoạch"), line("Ký bởi", y=300, role=Role.NOISE)), 1190, 1684, 144.0)
    first, second = element.words
    assert (first.text, second.text) == ("Kế", "hoạch")
    assert (first.bbox.left, second.bbox.left) == pytest.approx((120, 240))
    assert first.bbox.top == pytest.approx(160, abs=4)
    assert first.bbox.bottom == pytest.approx(182, abs=8)
    assert (element.dpi, element.page_number) == (144.0, 0)


@pytest.mark.parametrize(
    ("rotation", "middle"),
    [(0, (85, 85.5)), (90, (85.5, 842 - 85)), (180, (595 - 85, 842 - 85.5)), (270, (595 - 85.5, 85))],
)
def test_plugin_element_of_a_turned_page_lies_where_the_image_has_it(rotation, middle):
    upright = SIZE if rotation % 180 == 0 else SIZE[::-1]
    turned = Page(1, *map(float, upright), (line("Kế"),), condition=Condition(*SIZE, rotation=rotation))
    element = page_element(turned, *SIZE, 72.0)
    box = element.words[0].bbox
    assert ((box.left + box.right) / 2, (box.top + box.bottom) / 2) == pytest.approx(middle, abs=3)
    assert element.lines[0].textangle == rotation


def test_plugin_element_of_an_empty_page_is_empty():
    assert page_element(Page(3, 595.0, 842.0), *SIZE, 72.0).children == []


def options(**changes):
    from ocrmypdf.api import setup_plugin_infrastructure

    setup_plugin_infrastructure(plugins=["ocr_kh.ocrmypdf_plugin"])
    return ocrmypdf.OcrOptions(**{"input_file": "a.pdf", "output_file": "b.pdf", "languages": ["vie"]} | changes)


@pytest.fixture
def blank(tmp_path):
    from PIL import Image

    Image.new("L", SIZE, 255).save(tmp_path / "a.png", dpi=(72, 72))
    return tmp_path / "a.png"


def test_plugin_page_out_of_time_is_left_without_words(blank, monkeypatch, caplog):
    failed = Page(1, error="[E501] Page 1 took longer than 4 seconds.")
    monkeypatch.setattr("ocr_kh.pipeline.read_page", lambda *_: failed)
    element, text = plugin.OcrKhEngine.generate_ocr(blank, options(), 4)
    assert (element.words, text, element.page_number) == ([], "", 4)
    assert "--tesseract-timeout" in caplog.text


def test_plugin_page_that_fails_otherwise_ends_the_run(blank, monkeypatch):
    monkeypatch.setattr("ocr_kh.pipeline.read_page", lambda *_: Page(1, error="[E502] Tesseract failed."))
    with pytest.raises(ocrmypdf.exceptions.SubprocessOutputError, match="E502"):
        plugin.OcrKhEngine.generate_ocr(blank, options())


def test_plugin_reads_nothing_with_no_time(blank, monkeypatch):
    monkeypatch.setattr("ocr_kh.pipeline.read_page", lambda *_: pytest.fail("read"))
    chosen = options()
    chosen.tesseract.timeout = 0
    assert plugin.OcrKhEngine.generate_ocr(blank, chosen)[1] == ""


def test_plugin_refuses_the_sandwich_renderer_and_warns_of_other_languages(caplog):
    with pytest.raises(ocrmypdf.exceptions.BadArgsError, match="fpdf2"):
        plugin.check_options(options(pdf_renderer="sandwich"))
    plugin.check_options(options(languages=["eng"]))
    assert "-l vie" in caplog.text


def test_plugin_refuses_dictionaries_that_are_none(tmp_path):
    chosen = options()
    chosen.ocr_kh.dictionary = [tmp_path / "none"]
    with pytest.raises(ocrmypdf.exceptions.BadArgsError, match="none"):
        plugin.check_options(chosen)


def test_plugin_stands_back_for_an_engine_asked_for_by_name():
    assert isinstance(plugin.get_ocr_engine(options()), plugin.OcrKhEngine)
    assert plugin.get_ocr_engine(options(ocr_engine="tesseract")) is None


def test_plugin_says_what_is_missing():
    code = "import sys; sys.modules['ocrmypdf'] = None; import ocr_kh.ocrmypdf_plugin"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "pip install 'ocr-kh[ocrmypdf]'" in done.stderr
