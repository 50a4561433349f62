# SPDX-License-Identifier: Apache-2.0
"""Times that count from an event: `trước ngày bầu cử 10 ngày`, `trong 30 ngày kể từ ngày được giao`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ocr_kh.genre.vocabulary import from_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocr_kh.genre.vocabulary import Vocabulary


@from_vocabulary
def _from_event(words: Vocabulary) -> re.Pattern[str]:
    """A time that counts from an event: `trước khi họp 03 ngày`, `trong 30 ngày kể từ ngày được giao`.

    Of hours only behind `trong`: `trước 16 giờ` is a time of the day.
    """
    worked = rf"(?:\s{words.said('working time')})?"
    days = rf"\d{{1,3}}\s{words.said('days')}{worked}"
    hours = rf"\d{{1,3}}(?:\s?[-–]\s?\d{{1,3}})?\s(?:{words.said('days')}|{words.said('hours')}){worked}"
    latest, before, behind, at_once = (
        words.said(each) for each in ("at the latest", "days of an event", "from an event", "at once")
    )
    return re.compile(
        rf"(?<!\w)(?:{latest}\s)?"
        rf"(?:trước\s(?!ngày\s\d|tháng\s\d)[^.;,:()\d]{{2,40}}?\s(?:ít nhất\s)?{days}(?!\s\d)"
        rf"|trước\s(?:ít nhất\s|tối thiểu\s)?{days}(?!\s\d)"
        rf"|{before}\s{hours},?\s{behind}\s[^.;,()]{{2,60}}"
        rf"|{at_once}\s[^.;,()]{{2,60}})",
        re.IGNORECASE,
    )


@from_vocabulary
def _said_of_event(words: Vocabulary) -> re.Pattern[str]:
    """A label on time that runs on into an event: `Thời gian thực hiện | sau khi Chiến lược được ban hành`."""
    label = rf"(?:{words.said('time title')})(?:\s{words.said('behind a label')}){{1,2}}"
    return re.compile(rf"(?:^|[;.]\s){label}\s(?P<event>{words.said('event')}\s[^.;]{{2,120}})", re.IGNORECASE)


def spans_of_events(text: str) -> Iterator[tuple[int, int]]:
    """Where such times begin and end, in code points; the day of the event is not known.

    >>> [text[at:stop] for text in ["Trả lời trong 05 ngày kể từ ngày nhận đơn."] for at, stop in spans_of_events(text)]
    ['trong 05 ngày kể từ ngày nhận đơn']
    """
    for said in _said_of_event().finditer(text):
        yield said.span("event")
    for found in _from_event().finditer(text):
        yield found.span()
