# SPDX-License-Identifier: Apache-2.0
"""What stands behind a number: a heading, a heading that runs into its text, or a paragraph.

The contract: the title is a short text that ends the line or paragraph, or a run-in text up to a colon
with matter after it; anything else is a numbered paragraph without a title.
"""

from __future__ import annotations

import re
from typing import Literal

_RUN_IN_LENGTH = 110
"""Longest run-in heading in characters: names of offices and of measures."""
_HEADING_LENGTH = 300
"""Longest heading without final punctuation: real ones have run to 210 characters."""
_LISTING_LENGTH = 600
"""The same with numbers right below it, which a sentence without a stop would not have."""
_CLOSED_LENGTH = 200
"""Longest heading that ends in a colon."""
_NAKED_LENGTH = 60
"""Longest heading that ends in a colon with nothing under it."""
ENACTING = re.compile(r"\b(?:có hiệu lực|chịu trách nhiệm thi hành|hết hiệu lực)\b")
"""Words of the sentences that end a decision, however short."""
_SENTENCE_LENGTH = 60
"""Longest heading that ends in a full stop, when running text follows it."""

Below = Literal["numbers", "list", "text", "nothing"]
"""What stands under a number: subsections alone, bullets or subsections, running text, or nothing."""
_LEADS_ON = re.compile(
    r"\b(?:như|sau|sau đây|gồm|là|rằng|các|những|(?<=, )cụ thể|trong đó|(?<=.)(?:các|những) nội dung|nhằm|cần|phải|"
    r"(?:gồm|như)(?:\s\S+){1,4}|với (?:các |những |một số )?nội dung(?:\s\S+){0,3})$",
    re.IGNORECASE,
)
"""Ends of a sentence that an enumeration follows."""
_KIND = r"[^\W\d_]+(?:\s[^\W\d_]+)?"
_PLURAL = re.compile(rf"\b(?:các|những)\s{_KIND}(?:,\s{_KIND})*\s?$", re.IGNORECASE)
_NAMES = re.compile(r"[^\W\d_][^,.;:]{1,40}, [A-ZĐ]")
"""With a plural before the colon: names (`Giám đốc các Sở: Xây dựng, Công Thương ...`)."""
_OPENING = re.compile(r"(?:Đối với|Về|Công tác|Giai đoạn|Tại)\b")
"""Heads of run-in headings that may hold a comma and go on in lower case."""
_SENTENCE_INSIDE = re.compile(r"[.;!?]\s")
_ABBREVIATION = re.compile(r"\b(?:TP|TX|TT|Q|P|TS|BS|ThS|GS)\.\s")


def split(rest: str, below: Below, *, marked: bool = False) -> tuple[str | None, str]:
    """Title and text of a section whose number is followed by `rest`; `marked` as a heading by Markdown.

    >>> split("Phòng Kinh tế: Tham mưu bố trí kinh phí.", "nothing")
    ('Phòng Kinh tế', 'Tham mưu bố trí kinh phí.')
    >>> split("Mục đích", "list")
    ('Mục đích', '')
    >>> split("Quyết định này có hiệu lực kể từ ngày ký.", "nothing")
    (None, 'Quyết định này có hiệu lực kể từ ngày ký.')
    >>> split("Giám đốc các: Sở Y tế, Sở Nội vụ chịu trách nhiệm.", "nothing")
    (None, 'Giám đốc các: Sở Y tế, Sở Nội vụ chịu trách nhiệm.')
    """
    if (cut := run_in(rest)) is not None:
        return clean(rest[:cut]), rest[cut + 1 :].strip()
    return (clean(rest), "") if (marked and rest) or is_heading(rest, below) else (None, rest)


def run_in(rest: str) -> int | None:
    """Where the colon of a run-in heading stands; None when there is none."""
    cut = rest.find(": ", 1, _RUN_IN_LENGTH)
    head, after = rest[:cut], rest[cut + 2 :].lstrip()
    if cut < 0 or not after or head.count("(") > head.count(")"):
        return None
    if _has_sentence(head) or _LEADS_ON.search(head) or ENACTING.search(head):
        return None
    return None if _enumerates(head, after) else cut


def _enumerates(head: str, after: str) -> bool:
    """Whether the colon stands in a sentence, before an enumeration."""
    if after[0].islower():
        return ("," in head or len(head.split()) > 9) and not _OPENING.match(head)
    return names_many(head, after)


def names_many(head: str, after: str) -> bool:
    """Whether a colon stands before the names of those that are many: `các tỉnh, thành phố: Hòa An, Tân Lập`."""
    return bool(_PLURAL.search(head) and _NAMES.match(after))


def is_heading(rest: str, below: Below) -> bool:
    """Whether `rest` as a whole is a heading."""
    listing = below in {"numbers", "list"}
    longest = _LISTING_LENGTH if below == "numbers" and not rest.endswith((".", "…", ":")) else _HEADING_LENGTH
    if rest.endswith(",") and listing:  # an engine's comma for a colon
        rest = f"{rest[:-1]}:"
    if not rest or rest.endswith((";", ",", "./.")) or len(rest) > longest or ENACTING.search(rest):
        return False
    if _has_sentence(rest) and not rest.isupper():
        return False
    if rest.endswith(":"):
        longest = _NAKED_LENGTH if below == "nothing" else _CLOSED_LENGTH
        return len(rest) <= longest and not _LEADS_ON.search(rest.rstrip(" :"))
    if rest.endswith((".", "…")):
        return listing or (below == "text" and len(rest) <= _SENTENCE_LENGTH)
    return ": " not in rest


def _has_sentence(text: str) -> bool:
    """Whether a sentence ends inside; a full stop behind an abbreviation ends none."""
    return bool(_SENTENCE_INSIDE.search(text) and _SENTENCE_INSIDE.search(_ABBREVIATION.sub("", text)))


def clean(title: str) -> str:
    """A title without the punctuation at its end."""
    stripped = title.strip().rstrip(":;, ")
    return stripped if stripped.endswith(("...", "v.v.")) else stripped.rstrip(". ")
