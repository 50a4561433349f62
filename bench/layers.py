# SPDX-License-Identifier: Apache-2.0
"""Whether text layers are judged rightly, and whether those in legacy encodings come out right.

    python -m bench.layers DATA [--wrong NAME ...] [--no-ocr]

DATA holds PDFs in `digital` (layers that are right), `legacy` (in old fonts; a transcription `<name>.txt` beside some)
and `scanned` (scans without a layer, those of NAME with a wrong one). Wrong layers are also made from the
words of `digital`: read by Tesseract's English model, without accents, with letters split, and in each legacy encoding,
in a font whose name tells and in one whose name does not.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bench import layer_pages
from ocr_kh.document import Word
from ocr_kh.layout.fragments import group_words
from ocr_kh.layout.lines import lay_out
from ocr_kh.metrics import compare
from ocr_kh.reading.layer import Layer, read_layer
from ocr_kh.reading.source import open_source
from ocr_kh.reading.verdict import judge
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ocr_kh.document import LayerVerdict

WRONG_LAYERS = ("kgu_8eb1e9", "dnang_9f1960", "epu_3a14ca", "tthc_4d764b")
"""Scans of the development data with a bad hidden layer, as its README names them."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A page's verdict and what it should be."""

    kind: str
    name: str
    wanted: str
    found: LayerVerdict
    wanted_encoding: str | None = None

    @property
    def is_right(self) -> bool:
        return (self.found.verdict, self.found.encoding) == (self.wanted, self.wanted_encoding)


@dataclass(frozen=True, slots=True)
class Restored:
    """Words that a decoded layer should have, and those it lacks."""

    kind: str
    words: int
    missing: int


def pages(folder: Path) -> Iterator[tuple[Path, int, Layer]]:
    """Each page of the PDFs of a folder, from 1, with its layer."""
    for path in sorted(folder.glob("*.pdf")):
        source = open_source(path, Settings())
        for number in range(1, source.page_count + 1):
            yield path, number, read_layer(source, number)


def real_layers(data: Path, wrong: Sequence[str]) -> Iterator[Judged]:
    """The layers as they are."""
    for path, number, layer in pages(data / "digital"):
        yield Judged("digital", f"{path.name} {number}", "right", layer.verdict)
    for path, number, layer in pages(data / "legacy"):
        yield Judged("legacy", f"{path.name} {number}", "wrong", layer.verdict, path.name.partition("_")[0])
    for path, number, layer in pages(data / "scanned"):
        wanted = "wrong" if path.name.startswith(tuple(wrong)) else "none"
        yield Judged("scanned", f"{path.name} {number}", wanted, layer.verdict)


def made_layers(data: Path, *, with_ocr: bool) -> Iterator[Judged | Restored]:
    """Wrong layers made from right ones."""
    random = np.random.default_rng(4)
    for path, number, layer in pages(data / "digital"):
        name = f"{path.name} {number}"
        words = [word.text for word in layer.words]
        for kind, made in (("stripped", layer_pages.stripped(words)), ("split", layer_pages.split(words, random))):
            yield Judged(kind, name, "wrong", _judged(made, layer, over_image=False))
            yield Judged(f"{kind}, over an image", name, "wrong", _judged(made, layer, over_image=True))
        if with_ocr:
            read = layer_pages.read_in_english(path, number)
            yield Judged("English model", name, "wrong", _judged(read, layer, over_image=True))
        for encoding, font in layer_pages.FONTS.items():
            for kind, font_name in ((f"{encoding}, {font}", font), (f"{encoding}, font unknown", layer_pages.UNTOLD)):
                yield from _encoded(kind, name, words, encoding, font_name)


def _judged(texts: Sequence[str], like: Layer, *, over_image: bool) -> LayerVerdict:
    """The verdict on `texts`, spread over the page as the words of `like` are."""
    words = [Word(text, like.words[place * len(like.words) // len(texts)].box) for place, text in enumerate(texts)]
    return judge(words, over_image=over_image, size=like.size).layer


def _encoded(kind: str, name: str, words: Sequence[str], encoding: str, font: str) -> Iterator[Judged | Restored]:
    truth = layer_pages.representable(words, encoding)
    with tempfile.TemporaryDirectory(prefix="ocr-kh-") as folder:
        path = Path(folder) / "a.pdf"
        path.write_bytes(layer_pages.encoded_pdf(truth, encoding, font))
        layer = read_layer(open_source(path, Settings()), 1)
    yield Judged(kind, name, "wrong", layer.verdict, encoding)
    folded = str.lower if encoding == "tcvn3" else str
    missing = Counter(map(folded, truth)) - Counter(folded(word.text) for word in layer.words)
    yield Restored(kind, len(truth), missing.total())


def transcribed(data: Path) -> Iterator[str]:
    """How the decoded layers of `legacy` compare with their transcriptions; capitals of fonts folded and not."""
    for truth in sorted((data / "legacy").glob("*.txt")):
        lines: list[str] = []
        for path, number, layer in pages(data / "legacy"):
            if path.stem == truth.stem:
                laid = lay_out(group_words(layer.words), page=number, size=layer.size)
                lines += [line.text for line in laid]
        right, text = truth.read_text("utf-8"), "\n".join(lines)
        for name, figures in (("as it is", compare(text, right)), ("small", compare(text.lower(), right.lower()))):
            yield f"{truth.name}, {name}: CER {figures.cer:.4f}, missed words {figures.missed_words:.4f}"


def table(results: Sequence[Judged | Restored]) -> Iterator[str]:
    """A line a kind: verdicts right, and words that decoding lost; then every page judged wrongly."""
    judged = [result for result in results if isinstance(result, Judged)]
    for kind in dict.fromkeys(result.kind for result in judged):
        own = [result for result in judged if result.kind == kind]
        words = [result for result in results if isinstance(result, Restored) and result.kind == kind]
        lost = f", {sum(w.missing for w in words)} of {sum(w.words for w in words)} words lost" if words else ""
        yield f"{kind}: {sum(result.is_right for result in own)}/{len(own)}{lost}"
    yield f"all: {sum(result.is_right for result in judged) / max(len(judged), 1):.2%} of {len(judged)}"
    for result in judged:
        if not result.is_right:
            found = result.found
            yield f"  {result.kind}: {result.name}: {found.verdict} {found.encoding or ''} {found.reason}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 when at least 99 % of the verdicts are right."""
    parser = argparse.ArgumentParser(prog="python -m bench.layers", description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path, help="folder with digital, legacy and scanned")
    parser.add_argument("--wrong", nargs="*", default=WRONG_LAYERS, metavar="NAME", help="scans with a wrong layer")
    parser.add_argument("--no-ocr", action="store_true", help="leave out the layers of the English model")
    options = parser.parse_args(arguments)
    results: list[Judged | Restored] = [*real_layers(options.data, options.wrong)]
    try:
        results += made_layers(options.data, with_ocr=not options.no_ocr)
    except (subprocess.SubprocessError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 3
    judged = [result for result in results if isinstance(result, Judged)]
    for line in (*table(results), *transcribed(options.data)):
        sys.stdout.write(line + "\n")
    return 0 if sum(result.is_right for result in judged) >= 0.99 * len(judged) else 5


if __name__ == "__main__":
    raise SystemExit(main())
