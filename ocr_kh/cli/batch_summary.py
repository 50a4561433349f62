# SPDX-License-Identifier: Apache-2.0
"""What `status` prints for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocr_kh.cli.summary import status_name
from ocr_kh.cli.terminal import Column, one_line, print_table
from ocr_kh.messages import translate

if TYPE_CHECKING:
    from ocr_kh.batch.status import BatchState


def show_state(state: BatchState) -> None:
    """A name and a figure a line; below, the documents that a person has to see to."""
    rows = [(status_name(name), str(number)) for name, number in state.documents.items()]
    rows += [
        (translate("pages"), str(state.pages)),
        (translate("pages that failed"), str(state.failed_pages)),
        (translate("doubtful words"), str(state.doubtful)),
        (translate("documents to review"), str(state.needs_review)),
        (translate("pages a minute"), f"{state.pages_per_minute:.1f}"),
        (translate("time left"), "-" if state.seconds_left is None else _duration(state.seconds_left)),
    ]
    print_table((Column(translate("measure")), Column(translate("value"), right=True)), rows, to_stderr=False)
    if state.troubles:
        columns = (
            Column(translate("document"), wraps=True),
            Column(translate("status")),
            Column(translate("reason"), wraps=True),
        )
        troubles = [(one_line(item.path), status_name(item.state), one_line(item.reason)) for item in state.troubles]
        print_table(columns, troubles, to_stderr=False)
    if state.skipped:
        heads = (Column(translate("skipped"), right=True), Column(translate("reason"), wraps=True))
        print_table(heads, [(str(count), one_line(text)) for text, count in state.skipped.items()], to_stderr=False)


def _duration(seconds: float) -> str:
    """Hours and minutes: `12:05`; under an hour minutes and seconds: `4:30 min`."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02} min" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02} h"
