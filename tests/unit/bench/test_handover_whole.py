# SPDX-License-Identifier: Apache-2.0
"""The bench of a whole hand-over tells what lint missed and what it made up."""

from __future__ import annotations

from bench.handover_pages import OF_A_KIND, SEEDS, corpus
from bench.handover_whole import Told, score


def test_two_hundred_documents_have_each_error_three_times():
    documents, seeds = corpus()
    assert len(documents) == 200
    assert len(seeds) == OF_A_KIND * (len(SEEDS) + 1)
    assert "ho-so-20" not in {path.partition("/")[0] for path in seeds}
    assert corpus(clean=True)[1] == {}


def test_what_is_missed_or_made_up_is_told():
    seeds = {path: seed for path, seed in corpus()[1].items() if path.startswith("ho-so-03/")}
    found = [
        Told("date.code_year", "H99.01.2008.03", "ho-so-03/02.pdf", ""),
        Told("contents.number", "H99.01.2008.03", "ho-so-03/08.pdf", ""),
        Told("contents.number", "H99.01.2008.03", "ho-so-03/07.pdf", "made up"),
    ]
    assert list(score(seeds, found)) == [
        "found  another year in the number: ho-so-03/02.pdf",
        "MISSED the file twice: ho-so-03/05.pdf",
        "found  another number in the list: ho-so-03/08.pdf",
        "FALSE  contents.number ho-so-03/07.pdf: made up",
        "2 of 3 seeded errors found",
        "3 findings, 1 false (33.3%)",
    ]
