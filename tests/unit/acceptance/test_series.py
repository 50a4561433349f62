# SPDX-License-Identifier: Apache-2.0
"""Lots in a row: inspection is tightened, loosened, reduced and stopped as ISO 2859-1 has it; a file keeps them."""

from __future__ import annotations

import docx
import pytest

from ocr_kh.acceptance.sampling.aql import AQLS, SEVERITIES, aql_step
from ocr_kh.acceptance.sampling.bounds import accept_probability
from ocr_kh.acceptance.sampling.checks import Round
from ocr_kh.acceptance.sampling.sample import read_sample
from ocr_kh.acceptance.sampling.series import JudgedLot, Ledger, Ordered, state_of
from ocr_kh.cli import main
from ocr_kh.corrections.correction import Correction
from ocr_kh.errors import UsageError
from tests.unit.acceptance.test_sample import archive

LOTS = (40, 120, 700, 5_000, 30_000, 200_000, 700_000)


def lots(results, aql=2.5, units=1_000, *, reduces=False):
    """Lots one after the other, each by what holds for it: `+` passes, `-` does not, `0` has no error at all, `g` lies
    in the gap, `r` is one that failed and is shown again. What held for each, and what holds in the end."""
    events, held = [], []
    for at, result in enumerate(results):
        severity = state_of(events, reduces=reduces).severity
        step = aql_step(units, aql, severity)
        wrong = {"+": step.accept, "-": step.reject, "0": 0, "g": step.accept + 1, "r": 0}[result]
        judged = step.drawn, wrong, step.accept, step.reject, step.tighter
        lot = JudgedLot("A", f"sample-{at}", "5f", severity, *judged, is_original=result != "r")
        events.append(lot)
        held.append(severity[0])
    return "".join(held), state_of(events, reduces=reduces)


def test_two_of_five_that_fail_tighten():
    assert lots("-++-")[1].severity == "tightened"
    assert lots("--")[1].severity == "tightened"


def test_two_of_six_that_fail_do_not():
    assert lots("-++++-")[1].severity == "normal"


def test_five_in_a_row_loosen_again():
    assert lots("--+++++") == ("nnttttt", lots("")[1])
    assert lots("--++++")[1].severity == "tightened"
    assert lots("--++-++++")[1].severity == "tightened"


def test_five_that_fail_under_tightened_inspection_stop_it():
    assert not lots("----" + "--")[1].is_stopped
    assert lots("--" + "-+--+--")[1].is_stopped


def test_what_is_shown_again_does_not_count():
    assert lots("-r-")[1].severity == "tightened"
    assert lots("--+r+r+r+r")[1].severity == "tightened"  # four in a row, not eight


def test_ten_lots_that_the_next_lower_limit_would_pass_reduce():
    assert lots("0" * 10, reduces=True) == ("n" * 10, lots("0" * 10, reduces=True)[1])
    assert lots("0" * 10, reduces=True)[1].severity == "reduced"
    assert lots("0" * 9, reduces=True)[1].severity == "normal"
    assert lots("0" * 10)[1].severity == "normal"  # nobody wants it


def test_a_lot_that_just_passes_sets_the_score_to_nothing():
    assert lots("0" * 9 + "+", reduces=True)[1].score == 0
    assert lots("0" * 9 + "+" + "0" * 9, reduces=True)[1].severity == "normal"


def test_where_one_may_be_wrong_fifteen_that_pass_reduce():
    few = {"aql": 1.0, "units": 200, "reduces": True}
    assert aql_step(200, 1.0).accept == 1
    assert lots("+" * 14, **few)[1].severity == "normal"
    assert lots("+" * 15, **few)[1].severity == "reduced"


def test_one_that_fails_ends_reduced_inspection():
    held, state = lots("0" * 10 + "+-", reduces=True)
    assert (held, state.severity, state.score) == ("n" * 10 + "rr", "normal", 0)


def test_a_lot_in_the_gap_passes_and_ends_reduced_inspection():
    held, state = lots("0" * 10 + "+g+", reduces=True)
    assert (held[-3:], state.severity, state.recent) == ("rrn", "normal", (True,))


def test_tables_are_ordered_by_severity():
    """Of lots with as many wrong units as the AQL has: the tightened plan passes no more of them than the normal one,
    the reduced one about as many as that, from a smaller sample."""
    for units in LOTS:
        for aql in AQLS:
            normal, tightened, reduced = (aql_step(units, aql, severity) for severity in SEVERITIES)
            assert reduced.drawn <= normal.drawn
            passing = [
                accept_probability(10_000_000, each.drawn, each.reject - 1, round(100_000 * aql))
                for each in (tightened, normal, reduced)
            ]
            assert passing[0] <= passing[1], (units, aql)
            assert passing[2] >= passing[1] - 0.05, (units, aql)


@pytest.mark.parametrize(
    ("units", "aql", "severity", "drawn", "accept", "reject"),
    [
        (1_000, 2.5, "tightened", 80, 3, 4),
        (1_000, 4.0, "tightened", 80, 5, 6),
        (3_000, 1.0, "tightened", 125, 2, 3),
        (40, 2.5, "tightened", 8, 0, 1),
        (80, 2.5, "tightened", 32, 1, 2),  # down from an arrow, over two letters
        (1_000, 2.5, "reduced", 32, 2, 5),
        (3_000, 4.0, "reduced", 50, 5, 8),
        (9_000, 6.5, "reduced", 80, 10, 13),
        (80, 1.0, "reduced", 5, 0, 1),
        (80, 1.5, "reduced", 3, 0, 1),  # up
        (80, 2.5, "reduced", 8, 0, 2),  # down
        (10, 6.5, "reduced", 2, 0, 1),  # no sample is smaller
    ],
)
def test_tightened_and_reduced_plans(units, aql, severity, drawn, accept, reject):
    assert aql_step(units, aql, severity)[1:4] == (drawn, accept, reject)


def test_the_ledger_keeps_lots_and_words(tmp_path, caplog):
    ledger = Ledger.of(tmp_path, "")
    lot = JudgedLot("A", "sample-1", "5f", "normal", 80, 7, 5, 6, 3)
    for each in (lot, JudgedLot("B", "sample-1", "5f", "normal", 80, 0, 5, 6, 3), lot):
        ledger.enter(each)
    ledger.enter(JudgedLot("A", "sample-2", "6f", "normal", 80, 6, 5, 6, 3))
    with ledger.path.open("ab") as file:
        file.write(b'{"series": "A", "sam')
    assert len(ledger.events("A")) == 2
    assert ledger.severity("A", reduces=False) == "tightened"
    assert ledger.severity("B", reduces=False) == "normal"
    ledger.enter(JudgedLot("A", "sample-1", "5f", "normal", 80, 2, 5, 6, 3))  # a check was taken back
    assert ledger.severity("A", reduces=False) == "normal"
    ledger.enter(Ordered("A", "reduced"))
    assert ledger.severity("A", reduces=False) == "reduced"
    assert "cannot be read" in caplog.text


def test_where_inspection_stopped_a_person_has_to_say_that_it_goes_on(tmp_path, capsys):
    out = archive(tmp_path / "out", 700)
    ledger = Ledger.of(out, "")
    for at in range(7):
        ledger.enter(JudgedLot("A", f"sample-{at}", "5f", "normal" if at < 2 else "tightened", 80, 9, 5, 6, 3))
    with pytest.raises(UsageError, match="5 lots of the series A"):
        ledger.severity("A", reduces=False)
    arguments = ["sample", str(out), "--plan", "aql:2.5", "--series", "A", "--seed", "1"]
    assert main(arguments) == 2
    assert main([*arguments, "--severity", "tightened"]) == 0
    assert '"severity": "tightened"' in (out / "acceptance/sample-1.json").read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["sample", str(out), "--plan", "lq5", "--series", "A"]) == 2
    assert "aql:N" in capsys.readouterr().err


def judge(out, name, *, wrong):
    """Somebody goes through the sample, and puts the number of `wrong` of its documents right; then minutes."""
    sample = read_sample(out / f"acceptance/{name}.json")
    checking = Round(out, sample)
    for at, folder in enumerate(sample.folders):
        if at < wrong:
            found = Correction(
                "field", "05", "15", pointer="/header/number", who="Minh", when=f"2026-11-29T08:00:{at:02}"
            )
            checking.enter(folder, [found])
        checking.finish(folder, "Minh")
    assert main(["minutes", str(out), "--sample", str(out / f"acceptance/{name}.json")]) == 0


def test_minutes_enter_the_lot_and_the_next_draw_goes_by_it(tmp_path, capsys):
    out = archive(tmp_path / "out", 100)
    draw_next = ["sample", str(out), "--plan", "aql:2.5", "--series", "A", "--seed", "1", "--only"]
    for at in (0, 1):
        assert main([*draw_next, f"hs-000{2 * at}", f"hs-000{2 * at + 1}"]) == 0
        judge(out, f"sample-{at + 1}", wrong=1)
    assert "tightened inspection" in capsys.readouterr().out
    assert [each.passes for each in Ledger.of(out, "").events("A")] == [False, False]
    assert main([*draw_next, "hs-0004", "hs-0005"]) == 0
    third = read_sample(out / "acceptance/sample-3.json")
    assert (third.plan.severity, len(third.drawn)) == ("tightened", aql_step(20, 2.5, "tightened").drawn)
    judge(out, "sample-3", wrong=0)
    judge(out, "sample-3", wrong=0)  # minutes once more: the lot is entered once
    assert len(Ledger.of(out, "").events("A")) == 3
    assert "kiểm tra ngặt" in "".join(each.text for each in docx.Document(out / "acceptance/sample-3.docx").paragraphs)
    assert main([*draw_next, "hs-0000", "hs-0001", "--resubmitted"]) == 0
    judge(out, "sample-4", wrong=1)
    state = Ledger.of(out, "").state("A", reduces=False)
    assert (state.severity, state.recent) == ("tightened", (True,))  # what came again does not count


def test_the_project_file_has_unit_and_series_and_the_ledger_lies_beside_it(tmp_path, capsys):
    out = archive(tmp_path / "out", 100)
    project = '[sampling]\nplan = "aql:2.5"\nseries = "A"\nunit = "fields"\nseed = 3\n'
    (tmp_path / "ocr-kh.toml").write_text(project, encoding="utf-8")
    assert main(["sample", str(out)]) == 0
    sample = read_sample(out / "acceptance/sample-1.json")
    assert (sample.draw.unit, sample.draw.series, sample.units, len(sample.drawn)) == ("fields", "A", 800, 80)
    judge(out, "sample-1", wrong=0)
    assert (tmp_path / "ocr-kh.series.jsonl").is_file()
    assert "fields of the lot" in capsys.readouterr().out
    (tmp_path / "ocr-kh.toml").write_text('[sampling]\nunit = "pages"\n', encoding="utf-8")
    assert main(["sample", str(out)]) == 2
    assert "sampling.unit" in capsys.readouterr().err
