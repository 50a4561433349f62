# SPDX-License-Identifier: Apache-2.0
"""The pages of docs/, which the wheel carries inside the package: `ocr-kh help TOPIC` shows one."""

from __future__ import annotations

from pathlib import Path

from ocr_kh.errors import UsageError
from ocr_kh.messages import current_language, translate

_DICTIONARIES = "dictionaries"
"""The topic that lies beside the dictionaries, as their README."""


def topics() -> dict[str, Path]:
    """The pages by topic, in alphabetical order; in the user's language where there is one (`review.vi.md`)."""
    package = Path(__file__).resolve().parent.parent
    home = package if (package / "docs").is_dir() else package.parent
    pages = {path.stem: _in_our_language(path) for path in (home / "docs").glob("*.md") if "." not in path.stem}
    return dict(sorted({**pages, _DICTIONARIES: home / "dictionaries" / "README.md"}.items()))


def _in_our_language(page: Path) -> Path:
    translated = page.with_suffix(f".{current_language()}.md")
    return translated if translated.is_file() else page


def title(page: Path) -> str:
    """The first heading of a page."""
    return _text(page).partition("\n")[0].lstrip("# ")


def text_of(topic: str) -> str:
    """The page on `topic`. Raises UsageError for one that there is none on."""
    pages = topics()
    if topic not in pages:
        template = translate("there is no help on {topic}; topics: {known}")
        raise UsageError(reason=template.format(topic=topic, known=", ".join(pages)))
    return _text(pages[topic])


def _text(page: Path) -> str:
    """The page from its first heading on: above it only the licence is told."""
    text = page.read_text(encoding="utf-8")
    return text[text.index("# ") :]
