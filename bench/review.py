# SPDX-License-Identifier: Apache-2.0
"""What a person's keys at the desk (`ocr-kh review`) come to, with a script as the person who knows the truth.

    python -m bench.review OUT TRUTH [--documents 10000] [--keep NAME] [--again SCANS]

OUT is what convert made of scans whose truth lies in TRUTH (`NAME.txt`, `NAME.plan.json`). It is copied: nothing in
it changes. The person presses Enter where all is right, types where it is not, and looks at no more than the desk
shows: the fields, the doubtful words, and the other words of their lines. Requests go over HTTP, one after the other,
as fast as they are answered. Then `ocr-kh export` makes the files, and they are held against the truth, as before; the
words of text.txt are held against those of the PDF's layer, which may have what is told to be left out besides.
With --again the scans are read again into the same folder, with other formats and --retry-failed, and the files that
do not depend on formats are held against those of before, byte for byte.
"""

from __future__ import annotations

import argparse
import csv
import http.client
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from pypdfium2 import PdfDocument
from rapidfuzz.distance import Levenshtein

from bench.desk_browser import desk
from ocr_kh.metrics import missed_and_extra, words_of
from ocr_kh.writing.tables.index import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_LONGEST_RUN = 4
"""Words that a person mends at once; what stands elsewhere on the page is not moved by hand."""
_UNLIKE = 0.7
"""Share of the letters that differ from which words are other words, not misread ones."""
_ALMOST = 0.25
"""The same in a long run: of two words that are this alike one is the other, misread."""
_WALL = "|"
"""Between the cells of a table row."""
_LINE_HYPHEN = "\ufffe"
"""What PDFium makes of a hyphen at the end of a line."""
OTHER_FORMATS = "text,json,record,docx"
"""Of the second conversion: one more, two fewer."""
KEPT = ("text.txt", "original.txt", "plan.json", "record.xml", "repairs.jsonl", "corrections.jsonl")
"""Files that are the same whatever else is written, and the decisions themselves."""


@dataclass
class Reader:
    """A person at the desk, over HTTP, with a watch in hand."""

    address: str
    keys: int = 0
    seconds: dict[str, list[float]] = field(default_factory=dict)
    _headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        self._connection = http.client.HTTPConnection(parts.netloc)
        self._headers = {"Origin": f"http://{parts.netloc}", "Content-Type": "application/json"}
        self._connection.request("GET", f"/?{parts.query}")
        answer = self._connection.getresponse()
        answer.read()
        key = answer.headers["Set-Cookie"].partition(";")[0]
        self._headers["Cookie"] = f"{key}; ocr-kh-name=Lan"

    def ask(self, path: str, body: object = None) -> Any:
        """What the desk answers, and how long it takes, by the first part of the path."""
        began = time.perf_counter()
        data = None if body is None else json.dumps(body)
        self._connection.request("GET" if data is None else "POST", path, data, self._headers)
        answer = self._connection.getresponse()
        content = answer.read()
        self.seconds.setdefault(path.split("/")[1], []).append(time.perf_counter() - began)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {content.decode()}")
        return json.loads(content) if answer.headers["Content-Type"] == "application/json" else content

    def decide(self, way: str, folder: str, decision: Mapping[str, Any], right: str) -> None:
        """One decision: Enter, or what is typed and Enter."""
        self.keys += 1 if right == decision["to"] else len(right) + 1
        self.ask(f"/decide/{way}/{quote(folder)}", [dict(decision) | {"to": right}])


def true_fields(plan: Mapping[str, Any]) -> dict[str, str]:
    """The values of a true plan by pointer."""
    values = {f"/header/{key}": value for key, value in plan["header"].items()}
    values |= {f"/{key}": plan[key] for key in ("document_type", "subject")}
    return {pointer: value or "" for pointer, value in values.items() if value is None or isinstance(value, str)}


def true_words(read: Sequence[str], truth: Sequence[str]) -> dict[int, str]:
    """What stands in the truth for words that were read otherwise, by index; empty for what is not there.

    >>> true_words("kê hoạch 27 /KH".split(), "kế hoạch 27/KH".split())
    {0: 'kế', 2: '27/KH', 3: ''}
    """
    found: dict[int, str] = {}
    for tag, first, last, start, end in SequenceMatcher(None, read, truth, autojunk=False).get_opcodes():
        was, right = read[first:last], truth[start:end]
        if tag != "replace":
            continue
        if max(len(was), len(right)) > _LONGEST_RUN:  # it stands elsewhere in the text, beside what else is moved
            found |= _nearest(was, right, first)
            continue
        if Levenshtein.normalized_distance(" ".join(was), " ".join(right)) > _UNLIKE:
            continue
        if len(was) == len(right):
            found |= dict(zip(range(first, last), right, strict=True))
        else:
            found |= dict.fromkeys(range(first, last), "") | {first: " ".join(right)}
    return found


def _nearest(was: Sequence[str], right: Sequence[str], first: int) -> dict[int, str]:
    """For words that are in a run of the truth as good as unchanged: what stands there for them.

    >>> _nearest(["391UBND-KT"], "391/UBND-KT V/v tăng cường phòng cháy".split(), 7)
    {7: '391/UBND-KT'}
    """
    found = {}
    for at, word in enumerate(was, first):
        near = min(right, key=lambda other: Levenshtein.distance(word, other), default=word)
        if near not in was and word not in right and Levenshtein.normalized_distance(word, near) <= _ALMOST:
            found[at] = near
    return found


def review_fields(reader: Reader, folder: str, truth: Mapping[str, str]) -> int:
    """Every field that a page shows decided; how many there were."""
    shown = [each for each in reader.ask(f"/document/{quote(folder)}?way=fields")["fields"] if each["on_page"]]
    for each in shown:
        decision = each["decision"]
        reader.decide("fields", folder, decision, truth.get(decision["field"], decision["to"]))
    return len(shown)


def review_words(reader: Reader, folder: str, truth: Sequence[str]) -> int:
    """Every doubtful word decided, and what else is wrong in its line; how many were doubtful."""
    document = reader.ask(f"/document/{quote(folder)}?way=words")
    text = [(page["number"], *word) for page in document["pages"] for word in _words(reader, folder, page["number"])]
    right = true_words([word for _, word, _ in text], truth)
    wrong = {(text[at][0], str(text[at][2])): word for at, word in right.items()}
    decided: set[tuple[int, str]] = set()
    for each in document["words"]:
        for at, (word, box) in enumerate(each["line"]["words"]):
            place = (each["line"]["page"], str(box))
            is_doubted = at == each["line"]["at"]
            if place in decided or not (is_doubted or place in wrong):
                continue
            decided.add(place)
            reader.keys += abs(at - each["line"]["at"])
            reader.decide("words", folder, _about(reader, folder, each, word, box), wrong.get(place, word))
    return len(document["words"])


def layer_differences(folder: Path) -> list[str]:
    """Words of text.txt that the layer of searchable.pdf has not as often, and those of it that nothing accounts for.

    The layer may have what plan.json tells in `left_out`, such as page numbers.
    """
    text = Counter(_tokens((folder / "text.txt").read_text(encoding="utf-8")))
    told = json.loads((folder / "plan.json").read_text(encoding="utf-8"))["left_out"]
    left_out = Counter(token for each in told for token in _tokens(each["text"]))
    with closing(PdfDocument(folder / "searchable.pdf")) as pdf:
        pages = [page.get_textpage().get_text_bounded().replace(_LINE_HYPHEN, "-") for page in pdf]
    layer = Counter(token for page in pages for token in _tokens(page))
    return [*(text - layer).elements(), *(layer - text - left_out).elements()]


def _tokens(text: str) -> list[str]:
    """Its words, composed, without the walls of table cells, which nobody types."""
    return [token for token in unicodedata.normalize("NFC", text).split() if token != _WALL]


def _about(reader: Reader, folder: str, shown: Mapping[str, Any], word: str, box: object) -> Mapping[str, Any]:
    """The decision about a word of the line that is shown."""
    if shown["decision"]["box"] == box:
        return dict(shown["decision"])
    places = reader.ask(f"/same/{quote(folder)}?text={quote(word)}")
    return next(each["decision"] for each in places if each["decision"]["box"] == box)


def _words(reader: Reader, folder: str, page: int) -> Any:
    return reader.ask(f"/words/{page}/{quote(folder)}")


def tables_of_many(folder: Path, rows: Sequence[Mapping[str, str]], count: int) -> None:
    """An index of `count` documents, those of `rows` again and again under other names."""
    many = (dict(rows[at % len(rows)]) | {"folder": f"{at:05}.pdf"} for at in range(count))
    _table(folder / "index.csv", COLUMNS, many)
    looks = ({"folder": f"{at:05}.pdf", "gain": f"{at % 97 / 10}"} for at in range(0, count, 2))
    _table(folder / "needs_review.csv", ("folder", "gain"), looks)


def _table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


def opening_seconds(rows: Sequence[Mapping[str, str]], count: int) -> float:
    """From the command until the desk says which document comes first, of so many."""
    with tempfile.TemporaryDirectory() as folder:
        tables_of_many(Path(folder), rows, count)
        began = time.perf_counter()
        with desk(Path(folder)) as (_, address):
            reader = Reader(address)
            reader.ask("/start")
            reader.ask("/next/fields")
            return time.perf_counter() - began


def wrong_fields(plan: Path, truth: Mapping[str, str]) -> list[str]:
    """The fields of a plan.json that are not as the truth has them."""
    made = true_fields(json.loads(plan.read_text(encoding="utf-8")))
    decided = ("number", "symbol", "place", "date", "issuer", "parent_issuer")
    pointers = [*(f"/header/{key}" for key in decided), "/document_type", "/subject"]
    return [pointer for pointer in pointers if made.get(pointer, "") != truth.get(pointer, "")]


def missed_words(text: Path, truth: str) -> int:
    """Words of the truth that the text has not."""
    return missed_and_extra(words_of(text.read_text(encoding="utf-8")), words_of(truth))[0]


def changed_again(out: Path, folders: Sequence[str], scans: Path) -> dict[str, list[str]]:
    """The files that are other ones when the scans are converted again, by document; none where all are the same."""
    before = {folder: _kept(out / folder) for folder in folders}
    command = [sys.executable, "-m", "ocr_kh", "convert", str(scans), "--out", str(out), "--retry-failed"]
    subprocess.run([*command, "--formats", OTHER_FORMATS], check=True, stdout=subprocess.DEVNULL)
    unread = [folder for folder in folders if not (out / folder / "document.docx").is_file()]
    if unread:
        raise RuntimeError(f"not converted again: {', '.join(unread)}")
    after = {folder: _kept(out / folder) for folder in folders}
    return {folder: [name for name in KEPT if before[folder][name] != after[folder][name]] for folder in folders}


def _kept(folder: Path) -> dict[str, bytes | None]:
    """What stands in those files of a document; None for one that is not there."""
    return {name: (folder / name).read_bytes() if (folder / name).is_file() else None for name in KEPT}


def _documents(out: Path, truths: Path) -> Iterator[Known]:
    for plan in sorted(truths.glob("*.plan.json")):
        stem = plan.name.removesuffix(".plan.json")
        for folder in sorted(path.parent for path in out.glob(f"{stem}.*/searchable.pdf")):
            text = (truths / f"{stem}.txt").read_text(encoding="utf-8")
            yield Known(folder.name, true_fields(json.loads(plan.read_text(encoding="utf-8"))), text)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--keep", metavar="NAME", help="keep what was made in a folder of that name beside OUT")
    parser.add_argument("--again", metavar="SCANS", type=Path, help="the folder that OUT was converted from")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.out.parent) as scratch:  # beside it: the way back to the scans stays
        out = Path(scratch)
        shutil.copytree(options.out, out, dirs_exist_ok=True)
        documents = list(_documents(out, options.truth))
        for line in _measure(out, documents, options.documents):
            sys.stdout.write(line + "\n")
        for line in _again(out, documents, options.again) if options.again else ():
            sys.stdout.write(line + "\n")
        if options.keep:
            shutil.copytree(out, options.out.parent / options.keep)


@dataclass(frozen=True, slots=True)
class Known:
    """A document and its truth."""

    folder: str
    fields: Mapping[str, str]
    text: str

    def faults(self, out: Path) -> tuple[int, int]:
        """Wrong fields and missed words of what is made of it."""
        made = out / self.folder
        return len(wrong_fields(made / "plan.json", self.fields)), missed_words(made / "text.txt", self.text)


def _measure(out: Path, documents: Sequence[Known], many: int) -> Iterator[str]:
    """The lines of the report."""
    before = [each.faults(out) for each in documents]
    with (out / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with desk(out) as (_, address):
        reader = Reader(address)
        fields = sum(review_fields(reader, each.folder, each.fields) for each in documents)
        keys_of_fields, reader.keys = reader.keys, 0
        doubtful = sum(review_words(reader, each.folder, _tokens(each.text)) for each in documents)
        for each in documents:
            reader.ask(f"/picture/150/1/{quote(each.folder)}")
    subprocess.run([sys.executable, "-m", "ocr_kh", "export", str(out)], check=True, stdout=subprocess.DEVNULL)
    after = [each.faults(out) for each in documents]
    yield f"documents {len(documents)}, fields {fields}, keys {keys_of_fields}"
    yield f"doubtful words {doubtful}, keys {reader.keys}"
    yield f"fields wrong: {sum(wrong for wrong, _ in before)} before, {sum(wrong for wrong, _ in after)} after"
    yield f"words missed: {sum(missed for _, missed in before)} before, {sum(missed for _, missed in after)} after"
    apart = [word for each in documents for word in layer_differences(out / each.folder)]
    yield f"words of text.txt that the PDF has not, or the other way: {' '.join([str(len(apart)), *apart])}"
    for each, was, now in zip(documents, before, after, strict=True):
        yield f"  {each.folder}: fields {was[0]} {now[0]}, words {was[1]} {now[1]}"
    yield from _times(reader.seconds)
    yield f"opening {many} documents: {opening_seconds(rows, many):.2f} s"


def _again(out: Path, documents: Sequence[Known], scans: Path) -> Iterator[str]:
    """The lines about the second conversion."""
    changed = changed_again(out, [each.folder for each in documents], scans)
    same = sum(not names for names in changed.values())
    yield f"converted again with {OTHER_FORMATS} and --retry-failed: {same} of {len(changed)} the same"
    yield from (f"  {folder}: {', '.join(names)}" for folder, names in changed.items() if names)


def _times(seconds: Mapping[str, Sequence[float]]) -> Iterator[str]:
    for what, taken in sorted(seconds.items()):
        middle, at_95 = statistics.median(taken), statistics.quantiles([*taken, *taken], n=20)[-1]
        yield f"{what}: {len(taken)} answers, median {middle * 1000:.1f} ms, 95th percentile {at_95 * 1000:.1f} ms"


if __name__ == "__main__":
    main()
