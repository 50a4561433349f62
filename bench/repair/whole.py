# SPDX-License-Identifier: Apache-2.0
"""The figures of the repair stage, each by one command.

    python -m bench.repair.whole WHAT --data DIR

WHAT is one of:
    seed         the accent-garbled scan beside its truth: WER, CER (order of lines as in the file)
    stripped     text kept out of training, accents stripped: syllables right, the worst block; pyvi beside it
    english      English-model OCR of degraded renderings of kept-out text: WER before and after
    vietnamese   Vietnamese-model OCR of real scans with truth: words mended by repair and the whole way, changes wrong
    harm         right text: changes in 10,000 words
    founders     what is changed or doubted in the founding documents that are nearly right
    rows         many texts, each its own document, without accents and with: side by side, as one text, one by one
    speed        words a second and memory, for text that needs repair and text that does not

DIR holds `corpus`, `seeds`, `truth` and `scans` as the project's development data do. A truth file of a seed is
`truth/NNN_lines_1-60.txt`: what its first non-empty lines really say.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import tempfile
import time
import unicodedata
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from bench.repair.align import Read
from bench.repair.pages import Order, make_pages
from bench.repair.scans import vietnamese
from ocr_kh.language.letters import skeleton
from ocr_kh.language.syllables import is_syllable, place_tones
from ocr_kh.repair import repair_text, repair_texts
from ocr_kh.repair.readings import Reading
from ocr_kh.training.corpora import blocks
from ocr_kh.training.counting import is_prose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

WORD = re.compile(r"\w+")
FIELDS = {
    "land": "thửa|địa chính|đất đai|sử dụng đất|thu hồi đất",
    "farming": "giống|chăn nuôi|thủy sản|nông sản|bảo vệ thực vật|lâm nghiệp|thú y",
    "health": "bệnh|dược|khám|vắc xin|thuốc|y tế",
    "courts": "bị can|bị cáo|tố tụng|thi hành án|tòa án|kháng cáo",
    "the highlands": "dân tộc|thôn bản|buôn|già làng|miền núi",
}
"""Words that tell blocks of a field, whatever else they hold."""
BLOCKS_OF_A_FIELD = 4
MOST_ROWS = 1000
NEARLY_RIGHT = ("000", "001", "003", "004")


@dataclass(frozen=True, slots=True)
class Errors:
    """Edit distances over lengths; they add up."""

    wrong_words: int = 0
    words: int = 0
    wrong_characters: int = 0
    characters: int = 0

    @classmethod
    def between(cls, result: str, truth: str) -> Errors:
        """Of one line or text; tone placement and white space folded."""
        result, truth = (" ".join(place_tones(text).split()) for text in (result, truth))
        return cls(
            Levenshtein.distance(result.split(), truth.split()),
            len(truth.split()),
            Levenshtein.distance(result, truth),
            len(truth),
        )

    def __add__(self, other: Errors) -> Errors:
        return Errors(
            self.wrong_words + other.wrong_words,
            self.words + other.words,
            self.wrong_characters + other.wrong_characters,
            self.characters + other.characters,
        )

    def __str__(self) -> str:
        wer, cer = self.wrong_words / max(1, self.words), self.wrong_characters / max(1, self.characters)
        return f"WER {wer:.4f} ({self.wrong_words}/{self.words})  CER {cer:.4f}"


def printed_lines(text: str) -> list[str]:
    """The lines that hold something."""
    return [line for line in unicodedata.normalize("NFC", text).splitlines() if line.strip()]


def seed(data: Path) -> Iterator[str]:
    """Figure 1."""
    for truth in sorted((data / "truth").glob("*_lines_*.txt")):
        source = next((data / "seeds").glob(f"{truth.name.split('_')[0]}_*.txt"))
        text = source.read_text(encoding="utf-8")
        right = printed_lines(truth.read_text(encoding="utf-8"))
        for name, result in (("raw", text), ("repaired", repair_text(text).text)):
            pairs = zip(printed_lines(result)[: len(right)], right, strict=True)
            yield f"{source.name} {name}: {sum((Errors.between(a, b) for a, b in pairs), Errors())}"


def kept_out(data: Path, prefix: str) -> Iterator[list[str]]:
    """The prose of each block that was kept out of training."""
    for path in sorted((data / "corpus").glob(f"{prefix}*")):
        for block in blocks(path):
            if block.held_out:
                yield [line for line in block.lines if len(line.split()) > 3 and is_prose(line.split())]


def stripped(data: Path) -> Iterator[str]:
    """Figure 2."""
    methods: dict[str, Callable[[str], str]] = {"untouched": str, "ocr_kh": lambda text: repair_text(text).text}
    if find_spec("pyvi"):
        methods["pyvi"] = _pyvi
    else:
        yield "pyvi is not installed: pip install pyvi"
    for prefix in ("congbao", "phapdien", "phuongtuongmai", "news"):
        texts = [lines for lines in kept_out(data, prefix) if lines]
        for name, method in methods.items():
            sample = texts if name != "pyvi" else texts[:3]
            shares = [_syllables_right(lines, method) for lines in sample]
            right, total = (sum(column) for column in zip(*shares, strict=True))
            worst = min(a / b for a, b in shares if b > 200)
            yield f"{prefix} {name}: {right / total:.4%} of {total} syllables, worst block {worst:.2%}"


def _syllables_right(lines: Sequence[str], method: Callable[[str], str]) -> tuple[int, int]:
    """Syllables restored to what they were, and all; line by line, since the number of words may differ."""
    result = method(skeleton("\n".join(lines))).split("\n")
    right = total = 0
    for got, true in zip(result, lines, strict=True):
        a, b = ([word.lower() for word in WORD.findall(place_tones(text)) if is_syllable(word)] for text in (got, true))
        total += len(b)
        right += len(b) - Levenshtein.distance(a, b, score_cutoff=len(b))
    return right, total


def _pyvi(text: str) -> str:
    from pyvi import ViUtils  # type: ignore[import-untyped,import-not-found,unused-ignore]

    lines = []
    for line in text.split("\n"):
        try:
            lines.append(ViUtils.add_accents(line))
        except KeyError:  # pyvi knows no word that has none of its syllables
            lines.append(line)
    return "\n".join(lines)


def english(data: Path, pages: Path | None) -> Iterator[str]:
    """Figure 3: running text, and pages of anything with seals, folds, tables and forms among them."""
    names = ("phapdien", "congbao", "phuongtuongmai")
    corpora = [path for name in names for path in (data / "corpus").glob(f"{name}*")]
    orders = {
        "running text": Order(corpora, 45, ["eng"], seed=24, part="test", recipe="prose"),
        "any page": Order(corpora[:2], 30, ["eng"], seed=11, part="held-out"),
    }
    with tempfile.TemporaryDirectory() as scratch:
        for name, order in orders.items():
            folder = (pages or Path(scratch)) / name.replace(" ", "_")
            if not list(folder.glob("*.truth.txt")):
                make_pages(order, folder)
            yield from (f"{name}, {line}" for line in _english_pages(folder))


def _english_pages(folder: Path) -> Iterator[str]:
    before, after = Errors(), Errors()
    shares = []
    for truth in sorted(folder.glob("*.truth.txt")):
        tsv = truth.with_name(truth.name.replace(".truth.txt", ".eng.tsv")).read_text(encoding="utf-8")
        raw = "\n".join(reading.text for reading in tsv_lines(tsv))
        right = truth.read_text(encoding="utf-8")
        mended = Errors.between(repair_text(raw).text, right)
        shares.append(mended.wrong_words / max(1, mended.words))
        before, after = before + Errors.between(raw, right), after + mended
    yield f"raw: {before}"
    yield f"repaired: {after}; median page {sorted(shares)[len(shares) // 2]:.4f}, worst {max(shares):.4f}"


def tsv_lines(tsv: str) -> list[Reading]:
    """The lines of Tesseract's TSV with the confidences of their words."""
    lines: dict[tuple[str, ...], list[Read]] = {}
    for row in (line.split("\t") for line in tsv.splitlines()[1:]):
        if len(row) == 12 and row[11].strip():
            lines.setdefault(tuple(row[1:5]), []).append(Read(row[11], float(row[10]) / 100))
    return [
        Reading(unicodedata.normalize("NFC", " ".join(w.text for w in words)), tuple(w.confidence for w in words))
        for words in lines.values()
    ]


def harm(data: Path) -> Iterator[str]:
    """Figure 5, first half."""
    texts: dict[str, Iterable[str]] = {
        "born-digital documents": (_text_layer(path) for path in sorted((data / "scans" / "digital").glob("*.pdf"))),
        "gazette kept out": ("\n".join(lines) for lines in kept_out(data, "congbao")),
        "news kept out": ("\n".join(lines) for lines in kept_out(data, "news")),
        "a ward's posts": ("\n".join(lines) for lines in kept_out(data, "phuongtuongmai")),
        **{f"code of law kept out, {field}": _of_field(data, words) for field, words in FIELDS.items()},
    }
    for name, parts in texts.items():
        words = changes = doubts = 0
        for text in parts:
            repaired = repair_text(text)
            words += len(text.split())
            changes += sum(repair.before != repair.after for repair in repaired.repairs)
            doubts += sum(repair.doubtful for repair in repaired.repairs)
            yield from (
                f"    {r.before} -> {r.after} ({r.probability})" for r in repaired.repairs if r.before != r.after
            )
        yield f"{name}: {changes} changes in {words} words ({1e4 * changes / words:.2f} in 10,000), {doubts} doubtful"


def _of_field(data: Path, words: str) -> Iterator[str]:
    """The blocks of the code of law kept out that use the words of a field most."""
    found = ["\n".join(lines) for lines in kept_out(data, "phapdien")]
    counts = [len(re.findall(rf"\b(?:{words})\b", text)) for text in found]
    yield from (text for _, text in sorted(zip(counts, found, strict=True), reverse=True)[:BLOCKS_OF_A_FIELD])


def _text_layer(pdf: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout


def founders(data: Path) -> Iterator[str]:
    """Figure 5, second half."""
    for number in NEARLY_RIGHT:
        path = next((data / "seeds").glob(f"{number}_*.txt"))
        text = path.read_text(encoding="utf-8")
        lines = unicodedata.normalize("NFC", text).split("\n")
        for r in repair_text(text).repairs:
            around = lines[r.line - 1][max(0, r.start - 25) : r.end + 15]
            yield f"{number} {'?' if r.before == r.after else ' '} {r.before} -> {r.after} / {r.runner_up}: {around}"


def rows(data: Path) -> Iterator[str]:
    """Rows of a table, each its own document."""
    methods: dict[str, Callable[[str], str]] = {
        "repair_many": lambda text: "\n".join(each.text for each in repair_texts(text.split("\n"))),
        "as one text": lambda text: repair_text(text).text,
        "one by one": lambda text: "\n".join(repair_text(line).text for line in text.split("\n")),
    }
    for prefix in ("congbao", "news"):
        lines = [line for block in islice(kept_out(data, prefix), 6) for line in block][:MOST_ROWS]
        right = "\n".join(lines)
        for name, method in methods.items():
            begun = time.process_time()
            good, total = _syllables_right(lines, method)
            stripped = time.process_time()
            method(right)
            ended = time.process_time()
            yield (
                f"{prefix}, {len(lines)} rows, {name}: {stripped - begun:.1f} CPU s, {good / total:.2%} of syllables; "
                f"with their accents {ended - stripped:.1f} s"
            )


def speed(data: Path) -> Iterator[str]:
    """Figure 7."""
    garbled = next((data / "seeds").glob("002_*.txt")).read_text(encoding="utf-8")
    right = "\n".join(line for lines in kept_out(data, "congbao") for line in lines)
    for name, text in (("garbled", garbled * 5), ("stripped", skeleton(right[:400_000])), ("right", right)):
        repair_text(text[:5000])
        begun = time.process_time()
        repair_text(text)
        yield f"{name}: {len(text.split()) / (time.process_time() - begun):,.0f} words a CPU second"
    yield f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


def main() -> None:
    """Print the figure asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    figures = {f.__name__: f for f in (seed, stripped, vietnamese, harm, founders, rows, speed)}
    parser.add_argument("what", choices=[*figures, "english"])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pages", type=Path, help="english: pages of repair_pages, kept here")
    arguments = parser.parse_args()
    asked = arguments.what
    lines = english(arguments.data, arguments.pages) if asked == "english" else figures[asked](arguments.data)
    for line in lines:
        print(line, flush=True)  # noqa: T201 - a command


if __name__ == "__main__":
    main()
