# SPDX-License-Identifier: Apache-2.0
"""Every key of a project file, as frozen values; a key that is not given keeps the default that stands here.

What only the job can know (codes, retention, modes) has no default: an empty value is an unknown one, and what needs it
says so. Nothing is made up for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ocr_kh.messages import N_

NAME = "ocr-kh.toml"
"""Of the file, beside the batch."""


def _key(default: Any, about: str) -> Any:
    """A key with its default and what the template says of it, in English."""
    return field(default=default, metadata={"about": about})


@dataclass(frozen=True, slots=True)
class Agency:
    """Whose documents they are."""

    code: str = _key("", N_("Code of the agency, as it begins the code of a dossier: H99.01"))
    name: str = _key("", N_("Name of the agency in capitals"))


@dataclass(frozen=True, slots=True)
class Archive:
    """Where they go."""

    code: str = _key("", N_("Code of the archive; begins the code of a paper dossier"))
    fonds_code: str = _key("", N_("Code of the fonds (mã phông): P_MAU"))
    fonds_name: str = _key("", N_("Name of the fonds"))
    catalogue: str = _key(
        "", N_("Number of the catalogue (mục lục số), where the list of dossiers has no column for it")
    )
    period: str = _key("", N_("Period or term of office, where the list of dossiers has no column for it"))


@dataclass(frozen=True, slots=True)
class Dossiers:
    """What is a dossier (hồ sơ), and how it is called."""

    list: str = _key(
        "",
        N_("Table (CSV or XLSX) of the dossiers: code or folder, title, retention, sheets ...; relative to this file"),
    )
    level: int = _key(
        0, N_("Where index.csv and the list name no dossier: the level of folders, from 1, that is one; 0: none")
    )
    code: str = _key(
        "{agency}.{year}.{number}{symbol}",
        N_("Code of a dossier for which the list has a number only; known: agency, year, number, symbol, fonds, box"),
    )
    paper_code: str = _key(
        "{archive}.{box}.{number}",
        N_("Code of the paper dossier, where the list has no column for it; known as above, and archive, shelf"),
    )


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for every dossier and document of which nothing else is known; codes or names."""

    retention: str = _key(
        "", N_("Retention (thời hạn lưu trữ): 01 permanent, 02 70 years ... ; empty: none is assumed")
    )
    mode: str = _key("", N_("Mode of use: 01 open, 02 restricted, 03 secret"))
    language: str = _key("", N_("Language: 01 Vietnamese"))
    format: str = _key("", N_("Physical state: 01 good, 02 ordinary, 03 damaged"))
    risk_recovery: str = _key("", N_("Whether there is a safety copy (chế độ dự phòng): 1 yes, 0 no"))
    risk_recovery_status: str = _key("", N_("Where there is: 01 made, 02 not yet"))
    process: str = _key("", N_("Whether a born-digital document was processed electronically: 1 yes, 0 no"))


@dataclass(frozen=True, slots=True)
class Delivery:
    """The form in which results are handed over."""

    profile: str = _key("", N_("Profile of `ocr-kh deliver`: sip, state-xlsx, flat-46, 7197, template"))
    variant: str = _key("mau", N_("Form of the packages: mau, thong-tu or csip; dip for a DIP"))
    zip: bool = _key(False, N_("Packages as ZIP files, as --zip"))
    project: str = _key("", N_("Name of the job; the root folder of the tree is CSDL_SOHOA_ and this"))
    path: str = _key(
        "{agency_short}/{year}/{retention_short}/{fonds}/{file_code}",
        N_("Folders of a dossier in a tree; known: agency, agency_short, year, retention_short, fonds, box, file_code"),
    )
    agency_short: str = _key("", N_("Name of the agency as a folder of the tree: UBND"))
    account: str = _key("ocr_kh", N_("Account that packs, in the METS of the documents (variant mau)"))
    registration: str = _key("", N_("Registration code of the submission (variants thong-tu and csip)"))
    record_status: str = _key("NEW", N_("What the submission is: NEW, SUPPLEMENT, REPLACEMENT, TEST or OTHER"))
    capitals: bool = _key(True, N_("Names of agencies in capitals, subjects without a stop at the end"))
    slash: bool = _key(True, N_("Symbols begin with a slash in workbooks: /KH-UBND"))
    scan_day: str = _key("", N_("Day of scanning in names of files, as 20261104 (profile 7197)"))
    workbook: str = _key(
        "", N_("Workbook with a row of headings, filled by the profile `template`; relative to this file")
    )


@dataclass(frozen=True, slots=True)
class Request:
    """A reader's request that a DIP answers."""

    id: str = _key("", N_("Number of the request (requestID)"))
    date: str = _key("", N_("Day of the request, as DD/MM/YYYY (requestDate)"))
    purpose: str = _key("", N_("Purpose (purpose)"))
    purpose_content: str = _key("", N_("What the purpose is about (purposeContent)"))
    fee_object: str = _key("", N_("Kind of reader as to fees (feeObjectType)"))
    research_topic: str = _key("", N_("Topic of research (researchTopic)"))
    description: str = _key("", N_("Remarks (description)"))


@dataclass(frozen=True, slots=True)
class Convert:
    """What `ocr-kh convert` and `watch` do where their options do not say otherwise."""

    formats: tuple[str, ...] = _key((), N_('Files to write, as --formats: ["text", "json", "pdf", "record"]'))
    dictionaries: tuple[str, ...] = _key(
        (), N_("Folders of your own dictionaries, as --dictionary; relative to this file")
    )
    page_timeout: float = _key(0.0, N_("Seconds after which a page is stopped, as --page-timeout; 0: the usual limit"))
    document_timeout: float = _key(0.0, N_("Seconds after which a document is stopped, as --document-timeout"))
    memory_limit: int = _key(0, N_("MB for each page worker, as --memory-limit"))
    max_failures: int = _key(0, N_("Stop when so many documents have failed, as --max-failures"))


@dataclass(frozen=True, slots=True)
class Sampling:
    """How an acceptance sample is drawn."""

    plan: str = _key("lq5", N_("Plan of the sample, as `ocr-kh sample --plan`"))
    unit: str = _key("documents", N_("What is drawn, and what the limit counts: documents, or fields, as --unit"))
    limit: float = _key(5.0, N_("Wrong documents or fields that the contract allows, in percent, as --limit"))
    series: str = _key("", N_("Name of the series of lots, for a plan aql:N with switching rules, as --series"))
    reduced: bool = _key(False, N_("Whoever accepts wants reduced inspection where the rules of a series allow it"))
    seed: int = _key(
        0, N_("Seed of the drawing, so that it can be repeated, as --seed; 0: one that is chosen, and kept")
    )


@dataclass(frozen=True, slots=True)
class Counting:
    """How pages are counted."""

    factor: float = _key(1.1, N_("How many times its own area a paper size still holds, as `ocr-kh count --factor`"))
    near: float = _key(0.03, N_("Pages within this share of a limit are listed, as --near"))


@dataclass(frozen=True, slots=True)
class Lint:
    """From where on `ocr-kh lint` tells what it guesses."""

    far_years: int = _key(5, N_("Years from all other dates of a hồ sơ from which a date is far"))
    fewest_dated: int = _key(4, N_("Documents with a date, from which it can be told what is far"))
    page_words: int = _key(60, N_("Words of a page that is compared with others"))
    language_words: int = _key(60, N_("Words of a text whose language can be told"))
    vietnamese: float = _key(0.5, N_("Share of Vietnamese words below which a text is in another language"))


@dataclass(frozen=True, slots=True)
class Project:
    """A project file; a section of it each."""

    agency: Agency = field(default_factory=Agency)
    archive: Archive = field(default_factory=Archive)
    dossiers: Dossiers = field(default_factory=Dossiers)
    defaults: Defaults = field(default_factory=Defaults)
    delivery: Delivery = field(default_factory=Delivery)
    request: Request = field(default_factory=Request)
    convert: Convert = field(default_factory=Convert)
    sampling: Sampling = field(default_factory=Sampling)
    counting: Counting = field(default_factory=Counting)
    lint: Lint = field(default_factory=Lint)
    path: str = ""
    """Where it was read; empty for none. Paths in it are relative to its folder."""

    @property
    def dossier_list(self) -> Path | None:
        """Where the list of dossiers lies that it names."""
        return Path(self.path).parent / self.dossiers.list if self.dossiers.list else None


SECTIONS = (
    "agency", "archive", "dossiers", "defaults", "delivery", "request", "convert", "sampling", "counting", "lint",
)  # fmt: skip
"""In the order of the file."""
