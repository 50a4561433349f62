# SPDX-License-Identifier: Apache-2.0
"""All that can be chosen, in one frozen value that the CLI, the API and the workers share."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Literal, get_args

Mode = Literal["auto", "ocr", "text"]
Channel = Literal["auto", "english", "vietnamese", "none"]
Tone = Literal["document", "old", "new"]
NameBy = Literal["file", "record"]
Pdfa = Literal["keep", "embed", "raster"]

DEFAULT_FORMATS = ("text", "json", "md", "pdf", "record")
"""Written unless told otherwise: text.txt (with original.txt and repairs.jsonl), plan.json, plan.md, searchable.pdf,
record.xml."""
FORMATS = (*DEFAULT_FORMATS, "docx", "hocr", "boxes", "akn", "xlsx", "parquet", "words", "db")
"""What `--formats` may name: also document.docx, pages.hocr, words.parquet (each word with its box), akoma-ntoso.xml,
and over all documents index.xlsx, the tables as Parquet (with `words` the text of sections cut into words too) and
documents.db."""
ALL_FORMATS = "all"
"""Stands for every one of them."""
OVERALL_FORMATS = frozenset({"xlsx", "parquet", "words", "db"})
"""Those made from what lies in the documents' folders: asking for them does no document again."""


def _without_effect_on_files(default: object, *, limit: bool = False, shown: bool = True) -> object:
    """A field that does not change what is written, and so is left out of the fingerprint.

    A `limit` decides only whether a document is done at all; a value that is not `shown` is nobody's to read.
    """
    return field(default=default, repr=shown, metadata={"fingerprint": False, "limit": limit, "shown": shown})


@dataclass(frozen=True, slots=True)
class Settings:
    """One field an option; the defaults are what an archivist should use.

    Raises UsageError for a value that is not allowed; it names those that are.
    """

    mode: Mode = "auto"
    """`auto` uses a right text layer and reads the rest; `ocr` reads every page; `text` never reads."""
    language: str = "vie"
    """The Tesseract model."""
    careful: bool = False
    """Lines that the engine is less than sure of are read by a second model too, that of the Vietnamese script."""
    formats: tuple[str, ...] = DEFAULT_FORMATS
    repair: bool = True
    channel: Channel = "auto"
    """What happened to the text: read with an English model (or stripped of its accents), with a Vietnamese one, or
    nothing; `auto` judges each line."""
    tone: Tone = "document"
    """Where tone marks of oa, oe, uy stand: as in the document, or `old` (hòa, ủy), or `new` (hoà, uỷ)."""
    split: bool = True
    """A file that holds several documents becomes as many; else it is taken as one."""
    mend_print: bool = False
    """Mend the author's own slips too, which stand so on the page; else they are only reported."""
    pdfa: Pdfa = "keep"
    """What becomes of a searchable.pdf that is not PDF/A-2b: `keep` leaves it as it is and says why; `embed` puts in
    missing fonts as viewers show them, and drops what PDF/A forbids; `raster` makes the pages at fault images."""
    dictionaries: tuple[Path, ...] = ()
    """Users' own dictionary folders, beside the one that is shipped."""
    page_timeout: float = _without_effect_on_files(120.0, limit=True)  # type: ignore[assignment]
    """Seconds after which a page is stopped (a page takes 1 to 4 s)."""
    document_timeout: float = _without_effect_on_files(6 * 3600.0, limit=True)  # type: ignore[assignment]
    """Seconds after which a document is stopped (5,000 pages of 4 s on one core)."""
    memory_limit: int = _without_effect_on_files(0, limit=True)  # type: ignore[assignment]
    """MB that a page worker, and an engine, may take for its data; 0 for its share of the machine, 1 to 4 GB."""
    max_pixels: int = _without_effect_on_files(250_000_000, limit=True)  # type: ignore[assignment]
    """Pixels of one page image; A0 at 300 dpi has 140 million."""
    max_pages: int = _without_effect_on_files(5_000, limit=True)  # type: ignore[assignment]
    max_megabytes: int = _without_effect_on_files(4_096, limit=True)  # type: ignore[assignment]
    """MB of one file; 5,000 pages of a colour scan have 2,000."""
    max_failures: int = _without_effect_on_files(0)  # type: ignore[assignment]
    """Documents that may fail before the batch stops; 0 for any number."""
    password: str = _without_effect_on_files("", shown=False)  # type: ignore[assignment]
    """Opens encrypted PDFs; neither provenance nor the ledger holds it."""
    allow_secret: bool = _without_effect_on_files(False)  # type: ignore[assignment]
    """Write documents marked MẬT, TỐI MẬT or TUYỆT MẬT like any other; else they are held back."""
    retry_failed: bool = _without_effect_on_files(False)  # type: ignore[assignment]
    """Try documents again that an earlier run could not do, or not whole."""
    overwrite: bool = _without_effect_on_files(False)  # type: ignore[assignment]
    """Write over files that a person edited; else edits are taken in, or kept beside."""
    ledger: Path | None = field(default=None, metadata={"fingerprint": False})
    """The file of the batch's ledger; None for one in the output folder."""
    nice: bool = _without_effect_on_files(True)  # type: ignore[assignment]
    """Leave the machine to others first (POSIX)."""
    join: bool = _without_effect_on_files(False)  # type: ignore[assignment]
    """Take all images of a folder as the pages of one document."""
    records: Path | None = field(default=None, metadata={"fingerprint": False})
    """A table (CSV, XLSX) that says which folder, or file, is which hồ sơ."""
    name_by: NameBy = field(default="file", metadata={"fingerprint": False})
    """`record`: the PDFs and records stand in `by-record` too, under the names that the archive rule asks for."""
    include_text: bool = _without_effect_on_files(False)  # type: ignore[assignment]
    """Take .txt files found in folders too."""
    jobs: int = _without_effect_on_files(0)  # type: ignore[assignment]
    """Page workers; 0 for the CPUs this process may use."""
    scheduler: str = _without_effect_on_files("", shown=False)  # type: ignore[assignment]
    """The address of a Dask scheduler whose workers read the pages, as many as there are, whatever `jobs` says; empty
    for processes of this machine."""

    def __post_init__(self) -> None:
        from ocr_kh.errors import UsageError
        from ocr_kh.messages import translate

        for name, allowed in (
            ("mode", Mode),
            ("channel", Channel),
            ("tone", Tone),
            ("name_by", NameBy),
            ("pdfa", Pdfa),
        ):
            if (value := getattr(self, name)) not in get_args(allowed):
                template = translate("{name} is one of {known}, not {value}")
                known = ", ".join(get_args(allowed))
                raise UsageError(reason=template.format(name=name, known=known, value=repr(value)))
        for name in ("formats", "dictionaries"):
            value = getattr(self, name)
            if isinstance(value, str) or not isinstance(value, Iterable):
                template = translate("{name} holds several values, such as {example}, not {value}")
                example = {"formats": '("text", "json")', "dictionaries": '(Path("mine"),)'}[name]
                raise UsageError(reason=template.format(name=name, example=example, value=repr(value)))
            object.__setattr__(self, name, tuple(value))
        object.__setattr__(self, "dictionaries", tuple(map(Path, self.dictionaries)))
        if ALL_FORMATS in self.formats:
            object.__setattr__(self, "formats", FORMATS)
        if unknown := set(map(str, self.formats)) - set(FORMATS):
            template = translate("unknown format {unknown}; known: {known}")
            raise UsageError(
                reason=template.format(unknown=", ".join(sorted(unknown)), known=", ".join((*FORMATS, ALL_FORMATS)))
            )
        if self.name_by == "record" and not self.records:
            raise UsageError(reason=translate("--name-by record needs a list of records (--records)"))
        if self.jobs < 0:
            raise UsageError(reason=translate("--jobs must be 1 or more, not {jobs}").format(jobs=self.jobs))
        if self.page_timeout <= 0:
            template = translate("--page-timeout must be above 0, not {seconds}")
            raise UsageError(reason=template.format(seconds=self.page_timeout))
        if self.document_timeout <= 0:
            template = translate("--document-timeout must be above 0, not {seconds}")
            raise UsageError(reason=template.format(seconds=self.document_timeout))

    @property
    def fingerprint(self) -> str:
        """16 hex digits that change when a setting changes what is written."""
        return _digest(self._printed())

    @property
    def limits(self) -> str:
        """16 hex digits that change when a limit changes: what failed under the old ones is tried again."""
        return _digest({f.name: getattr(self, f.name) for f in fields(self) if f.metadata.get("limit")})

    def _printed(self) -> dict[str, object]:
        """What the files of a document depend on."""
        printed = {f.name: getattr(self, f.name) for f in fields(self) if f.metadata.get("fingerprint", True)}
        return printed | {"formats": [name for name in self.formats if name not in OVERALL_FORMATS]}

    def as_dict(self) -> dict[str, object]:
        """For provenance.json."""
        shown = {f.name: getattr(self, f.name) for f in fields(self) if f.metadata.get("shown", True)}
        return json.loads(json.dumps(shown, default=str))  # type: ignore[no-any-return]


def _digest(values: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:16]
