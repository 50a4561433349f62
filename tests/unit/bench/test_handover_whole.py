# SPDX-License-Identifier: Apache-2.0
"""The bench of a whole hand-over tells what lint missed and what it made up."""

from __future__ import annotations

from bench.handover_job import is_bundle, job_of
from bench.handover_pages import OF_A_KIND, SAMPLES, SEEDS, corpus
from bench.handover_whole import Told, score


def job(*, clean=False, scans=12):
    return job_of(*corpus(clean=clean), scans, clean=clean)


def test_two_hundred_documents_have_each_error_three_times():
    documents, seeds = corpus()
    assert len(documents) == 200
    assert len(seeds) == OF_A_KIND * (len(SEEDS) + 1)
    assert "ho-so-20" not in {key.partition("/")[0] for key in seeds}
    assert corpus(clean=True)[1] == {}
    assert job(clean=True).seeds == {}


def test_covers_and_samples_have_errors_too():
    assert len(job().seeds) - len(corpus()[1]) == 6 + 4
    assert len(job(scans=0).seeds) - len(corpus()[1]) == 6


def test_names_of_files_say_nothing_and_bundles_hold_their_papers():
    folders = job().folders
    assert folders["ho-so-01/cover"] == {"ho-so-01/01.pdf"}
    assert is_bundle(5)
    assert folders["ho-so-05/contents"] == {"ho-so-05.pdf/02"}
    assert folders["ho-so-05/01"] == {"ho-so-05.pdf/03"}
    assert folders["ho-so-01/08"] == {"ho-so-01/10.pdf", "ho-so-01/11.pdf"}  # printed twice
    assert "ho-so-05/08" not in folders  # listed, and not there
    assert len([key for key in folders if key.startswith(f"ho-so-{SAMPLES}/")]) == 2 + 12 - 1


def test_what_is_missed_or_made_up_is_told():
    whole = job(scans=0)
    seeds = {key: seed for key, seed in whole.seeds.items() if key.startswith("ho-so-04/")}
    found = [
        Told("annex.missing", "H99.01.2009.04", "ho-so-04/04.pdf", ""),
        Told("contents.date", "H99.01.2009.04", "ho-so-04/11.pdf", ""),
        Told("contents.number", "H99.01.2009.04", "ho-so-04/09.pdf", "made up"),
    ]
    small = type(whole)(whole.documents, seeds, 0, folders=whole.folders)
    assert list(score(small, found)) == [
        "found  an annex missing: ho-so-04/02",
        "MISSED the document twice: ho-so-04/05",
        "found  another day in the list: ho-so-04/08",
        "FALSE  contents.number ho-so-04/09.pdf: made up",
        "2 of 3 seeded errors found",
        "3 findings, 1 false (33.3%); besides 0 on the quality of scans",
    ]
