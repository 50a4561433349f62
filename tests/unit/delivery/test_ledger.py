# SPDX-License-Identifier: Apache-2.0
"""The ledger of a delivery gives dossiers page by page, and its log stays small while they are written."""

from __future__ import annotations

from ocr_kh.delivery.dossier_list import Listed
from ocr_kh.delivery.ledger import NAME, Found, Packed, open_ledger

COUNT = 1_500
LARGE = "x" * 4_000


def documents(count):
    return (Found(f"{number:05}.pdf", f"H99.{number:05}", 1, "", "done", "", "") for number in range(count))


def test_codes_come_once_and_in_order_however_many_there_are(tmp_path):
    with open_ledger(tmp_path) as ledger:
        ledger.enter_documents(documents(COUNT))
        ledger.enter_list([Listed("H99.00007"), Listed("H99.00007.1"), Listed("A")])
        found = list(ledger.codes())
    assert len(found) == COUNT + 2
    assert found == sorted(set(found))
    assert {"A", "H99.00007.1"} <= set(found)


def test_the_log_stays_small_while_dossiers_are_entered(tmp_path):
    """6 MB of dossiers; with a query open they would all stand in the log, each twice."""
    with open_ledger(tmp_path) as ledger:
        ledger.enter_documents(documents(COUNT))
        for code in ledger.codes():
            ledger.enter_packed(code, Packed("uuid-1", "", LARGE))
            ledger.enter_packed(code, Packed("uuid-1", "", LARGE, is_done=True))
        assert (tmp_path / f"{NAME}-wal").stat().st_size < 6_000_000
        assert sum(1 for each in ledger.handed_over() if each == LARGE) == COUNT


def test_what_an_earlier_run_handed_over_is_not_of_this_one(tmp_path):
    for codes in (("a", "b"), ("b",)):
        with open_ledger(tmp_path) as ledger:
            for code in codes:
                ledger.enter_packed(code, Packed("", "", code, is_done=True))
    with open_ledger(tmp_path) as ledger:
        ledger.enter_packed("b", Packed("", "", "b", is_done=True))
        assert list(ledger.handed_over()) == ["b"]
