# SPDX-License-Identifier: Apache-2.0
"""Our reading and repair inside OCRmyPDF: `ocrmypdf --plugin ocr_kh.ocrmypdf_plugin -l vie in.pdf out.pdf`.

OCRmyPDF opens the file, draws its pages, hands each image to the engine here, and makes the PDF (docs/ocrmypdf.md).
It reads pages apart from one another, in processes or threads of its own, but repair wants the whole document. So its
executor is wrapped: the pages are held until the last is read, and repaired together. Where pages do not pass through
it (other entry points of OCRmyPDF, an executor that prepares no workers), each is repaired by itself.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ocr_kh
from ocr_kh.document import Document, Page
from ocr_kh.errors import MachineError, OcrKhError, PageTimeoutError
from ocr_kh.messages import translate, use_language
from ocr_kh.settings import Settings

try:
    from ocrmypdf import Executor, hookimpl
    from ocrmypdf.exceptions import BadArgsError, MissingDependencyError, SubprocessOutputError
    from ocrmypdf.hocrtransform import OcrClass, OcrElement
    from ocrmypdf.pluginspec import OcrEngine, OrientationConfidence
except ImportError as error:
    raise ImportError(
        translate("ocr_kh.ocrmypdf_plugin needs OCRmyPDF 17.13 or newer: pip install 'ocr-kh[ocrmypdf]'")
    ) from error
from pydantic import BaseModel

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Generator, Iterator, Sequence

    from ocrmypdf import OcrOptions

    from ocr_kh.reading.raster import Raster

__all__ = ["add_options", "check_options", "get_executor", "get_ocr_engine", "initialize", "register_options"]

_log = logging.getLogger(__name__)

_NAMESPACE = "ocr_kh"
_CONFIDENCE = 14 / 0.15
"""From our confidence in an orientation to OCRmyPDF's: `--rotate-pages` turns from 14 on, we do from 0.15 on."""

_held_together = False
"""Whether what this process reads passes through the wrapped executor."""


class OcrKhOptions(BaseModel):
    """What `--ocr-kh-...` chooses."""

    dictionary: list[Path] = []


@dataclass
class ReadPage(OcrElement):
    """A page read and not yet repaired, with the size of its image in pixels."""

    page: Page = field(default_factory=lambda: Page(1))
    size: tuple[int, int] = (0, 0)
    settings: Settings = field(default_factory=Settings)

    def repaired(self, page: Page) -> tuple[OcrElement, str]:
        """The tree and the text of `page`, this one repaired."""
        from ocr_kh.writing.document.text_files import text_of
        from ocr_kh.writing.pdf.ocr_elements import page_element

        width, height = self.size
        return page_element(page, width, height, self.dpi or 72.0), text_of(_document([page]))


class OcrKhEngine(OcrEngine):
    """Tesseract with our imaging, second looks and layout, and repair."""

    @staticmethod
    def version() -> str:
        return ocr_kh.__version__

    @staticmethod
    def creator_tag(options: OcrOptions) -> str:  # noqa: ARG004 - OCRmyPDF's interface, here and below
        return str(OcrKhEngine())

    def __str__(self) -> str:
        from ocr_kh.recognition.tesseract import engine_version

        return f"ocr_kh {ocr_kh.__version__} + Tesseract OCR {engine_version()}"

    @staticmethod
    def languages(options: OcrOptions) -> set[str]:  # noqa: ARG004
        import pytesseract

        return set(pytesseract.get_languages(config=""))

    @staticmethod
    def get_orientation(input_file: Path, options: OcrOptions) -> OrientationConfidence:
        """How far the page has been turned clockwise, as Tesseract's `Orientation in degrees` has it."""
        from ocr_kh.imaging.prepare import examine

        condition = examine(_raster(input_file, options)).condition
        return OrientationConfidence(-condition.rotation % 360, condition.rotation_confidence * _CONFIDENCE)

    @staticmethod
    def get_deskew(input_file: Path, options: OcrOptions) -> float:
        """Degrees, anticlockwise, by which the image is to be turned for its lines to lie level."""
        from ocr_kh.imaging.prepare import examine

        return examine(_raster(input_file, options)).condition.skew

    @staticmethod
    def supports_generate_ocr() -> bool:
        return True

    @staticmethod
    def generate_ocr(input_file: Path, options: OcrOptions, page_number: int = 0) -> tuple[OcrElement, str]:
        """The page's words and its text, repaired, or as read where they are held for repair.

        Raises SubprocessOutputError, MissingDependencyError.
        """
        read = _read(input_file, options, page_number)
        return (read, "") if _held_together else read.repaired(_repaired([read]).pages[0])

    @staticmethod
    def generate_hocr(input_file: Path, output_hocr: Path, output_text: Path, options: OcrOptions) -> None:
        """The page, repaired by itself, as hOCR. Raises SubprocessOutputError, MissingDependencyError."""
        from ocr_kh.writing.document.hocr import hocr_of
        from ocr_kh.writing.document.text_files import text_of

        document = _repaired([_read(input_file, options, 0)])
        output_hocr.write_text(hocr_of(document), encoding="utf-8")
        output_text.write_text(text_of(document), encoding="utf-8")

    @staticmethod
    def generate_pdf(input_file: Path, output_pdf: Path, output_text: Path, options: OcrOptions) -> None:
        """Not offered; `check_options` says so before."""
        raise NotImplementedError


class _Together(Executor):
    """Another executor, whose pages are held until all are read, repaired as one document, and then handed on."""

    def __init__(self, inner: Executor) -> None:
        super().__init__(pbar_class=inner.pbar_class)  # type: ignore[no-untyped-call]
        self._inner = inner

    def _execute(
        self, *, worker_initializer: Callable[[], None], task_finished: Callable[..., None], **arguments: Any
    ) -> None:
        held: list[Any] = []

        def finished(result: Any, bar: Any) -> None:
            if isinstance(getattr(result, "ocr_tree", None), ReadPage):
                held.append(result)
                bar.update(1)
            else:
                task_finished(result, bar)

        # Not by calling it: the call of older versions takes a lock that ours holds already.
        prepare = partial(_hold, worker_initializer)
        self._inner._execute(worker_initializer=prepare, task_finished=finished, **arguments)  # noqa: SLF001
        if held:
            for result in _repaired_results(sorted(held, key=lambda result: result.pageno)):
                task_finished(result, _CountedBar())


class _CountedBar:
    """A progress bar for pages that are counted already."""

    def update(self, *_: Any, **__: Any) -> None:
        """Shows nothing."""


def _hold(initializer: Callable[[], None]) -> None:
    """Runs where pages are read, before the first."""
    global _held_together  # noqa: PLW0603 - the only thing that reaches a worker beside its task
    _held_together = True
    initializer()


def _repaired_results(held: Sequence[Any]) -> Iterator[Any]:
    """OCRmyPDF's results of pages (`_pipelines._common.PageResult`) with the repaired words; the text beside them."""
    document = _repaired([result.ocr_tree for result in held])
    for result, page in zip(held, document.pages, strict=True):
        element, text = result.ocr_tree.repaired(page)
        result.text.write_text(text, encoding="utf-8")
        yield result._replace(ocr_tree=element)


def _repaired(pages: Sequence[ReadPage]) -> Document:
    from ocr_kh.repair import repair_document

    return repair_document(_document([read.page for read in pages]), pages[0].settings)


def _document(pages: Sequence[Page]) -> Document:
    return Document("", "", tuple(pages))


def _read(image: Path, options: OcrOptions, index: int) -> ReadPage:
    """Page `index`, from 0, of the document, read from its image. Raises what `_read_image` raises."""
    from PIL import Image

    settings = _settings(options)
    page = _read_image(image, settings) if options.tesseract.timeout > 0 else Page(1)  # 0: nothing is to be read
    lines = tuple(replace(line, page=index + 1) for line in page.lines)
    with Image.open(image) as opened:
        size, dpi = opened.size, float(opened.info.get("dpi", (72.0, 72.0))[0])
    page = replace(page, number=index + 1, lines=lines)
    return ReadPage(OcrClass.PAGE, dpi=dpi, page=page, size=size, settings=settings)


def _read_image(image: Path, settings: Settings) -> Page:
    """The page as read; without words when its time runs out, as OCRmyPDF has it with its own engine.

    Raises SubprocessOutputError when it fails otherwise, MissingDependencyError.
    """
    from ocr_kh.pipeline import read_page
    from ocr_kh.reading.source import open_source

    _one_thread()
    try:
        page = read_page(open_source(image, settings), 1, settings)
    except MachineError as error:
        raise MissingDependencyError(str(error)) from error
    except OcrKhError as error:
        raise SubprocessOutputError(str(error)) from error
    if page.error and not page.error.startswith(f"[{PageTimeoutError.code}]"):
        raise SubprocessOutputError(page.error)
    if page.error:
        template = translate("Not read within {seconds} seconds, and left without words; see --tesseract-timeout.")
        _log.warning(template.format(seconds=f"{settings.page_timeout:g}"))
    return page


def _raster(image: Path, options: OcrOptions) -> Raster:
    from ocr_kh.imaging.negative import positive
    from ocr_kh.reading.images import read_frame

    _one_thread()
    return positive(read_frame(image, 0, _settings(options).max_pixels))


def _one_thread() -> None:
    """OCRmyPDF sees to it that all cores are busy."""
    import cv2

    cv2.setNumThreads(1)


def _settings(options: OcrOptions) -> Settings:
    return Settings(
        mode="ocr",
        language="+".join(options.languages),
        dictionaries=tuple(options.ocr_kh.dictionary),
        page_timeout=options.tesseract.timeout or Settings().page_timeout,
        max_pixels=round((options.max_image_mpixels or 0) * 1_000_000) or Settings().max_pixels,
    )


@hookimpl
def initialize() -> None:
    """Messages in the user's language."""
    use_language()


@hookimpl
def register_options() -> dict[str, type[BaseModel]]:
    """Our options, as `options.ocr_kh`."""
    return {_NAMESPACE: OcrKhOptions}


@hookimpl
def add_options(parser: ArgumentParser) -> None:
    """Our options, on the command line and in the API."""
    group = parser.add_argument_group("ocr_kh", translate("Reading and repair of Vietnamese administrative documents"))
    group.add_argument(
        "--ocr-kh-dictionary",
        action="append",
        type=Path,
        metavar=translate("DIR"),
        default=[],
        help=translate("a folder of your own dictionaries, beside the shipped ones; may be given more than once"),
    )


@hookimpl
def check_options(options: OcrOptions) -> None:
    """Raises BadArgsError for what cannot be; warns of what is hardly meant."""
    from ocr_kh.repair.dictionaries import load_lexicon

    if options.ocr_engine != "auto":
        return
    if options.pdf_renderer == "sandwich":
        reason = translate("ocr_kh leaves the text layer to OCRmyPDF: use --pdf-renderer auto or fpdf2")
        raise BadArgsError(reason)
    try:
        load_lexicon(tuple(options.ocr_kh.dictionary))
    except OcrKhError as error:
        raise BadArgsError(str(error)) from error
    if "vie" not in options.languages:
        _log.warning(translate("ocr_kh reads and repairs Vietnamese: is `-l vie` missing?"))


@hookimpl
def get_ocr_engine(options: OcrOptions | None) -> OcrKhEngine | None:
    """Ours, unless another one is asked for by name."""
    return OcrKhEngine() if options is None or options.ocr_engine == "auto" else None


@hookimpl(wrapper=True)
def get_executor() -> Generator[None, Executor, Executor]:
    """The executor that OCRmyPDF would take, wrapped."""
    inner = yield
    return _Together(inner)
