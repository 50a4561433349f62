# SPDX-License-Identifier: Apache-2.0
"""Times that count from an event: `trước ngày bầu cử 10 ngày`, `trong 30 ngày kể từ ngày được giao`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.vocabulary import from_vocabulary
from ocr_kh.language.letters import small

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.genre.vocabulary import Vocabulary


@from_vocabulary
def _from_event(words: Vocabulary) -> re.Pattern[str]:
    """A time that counts from an event, in small letters: `trước khi họp 03 ngày`, `trong 30 ngày kể từ ngày giao`.

    Of hours only behind `trong`: `trước 16 giờ` is a time of the day.
    """
    whole, part, latest, before, behind, at_once = (
        words.said(each, str.lower)
        for each in ("days", "hours", "at the latest", "days of an event", "from an event", "at once")
    )
    worked = rf"(?:\s{words.said('working time', str.lower)})?"
    days = rf"\d{{1,3}}\s{whole}{worked}"
    hours = rf"\d{{1,3}}(?:\s?[-–]\s?\d{{1,3}})?\s(?:{whole}|{part}){worked}"
    return re.compile(
        rf"(?<!\w)(?:{latest}\s)?"
        rf"(?:trước\s(?!ngày\s\d|tháng\s\d)[^.;,:()\d]{{2,40}}?\s(?:ít nhất\s)?{days}(?!\s\d)"
        rf"|trước\s(?:ít nhất\s|tối thiểu\s)?{days}(?!\s\d)"
        rf"|{before}\s{hours},?\s{behind}\s[^.;,()]{{2,60}}"
        rf"|{at_once}\s[^.;,()]{{2,60}})"
    )


@from_vocabulary
def _said_of_event(words: Vocabulary) -> re.Pattern[str]:
    """A label on time that runs on into an event, in small letters: `thời gian thực hiện | sau khi có quyết định`."""
    title, behind, event = (words.said(each, str.lower) for each in ("time title", "behind a label", "event"))
    return re.compile(rf"(?:^|[;.]\s){title}(?:\s{behind}){{1,2}}\s(?P<event>{event}\s[^.;]{{2,120}})")


def spans_of_events(text: str) -> Iterator[tuple[int, int]]:
    """Where such times begin and end, in code points; the day of the event is not known.

    >>> [text[at:stop] for text in ["Trả lời trong 05 ngày kể từ ngày nhận đơn."] for at, stop in spans_of_events(text)]
    ['trong 05 ngày kể từ ngày nhận đơn']
    """
    lowered = small(text)
    for said in _said_of_event().finditer(lowered):
        yield said.span("event")
    for found in _from_event().finditer(lowered):
        yield found.span()
