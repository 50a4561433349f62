# SPDX-License-Identifier: Apache-2.0
"""A sample checked at the desk by a second person, who sees nothing of the first; and the minutes of it."""

from __future__ import annotations

import shutil

import docx
import pikepdf
import pypdfium2
import pytest
from starlette.testclient import TestClient

from bench.desk_browser import desk
from bench.review import Reader
from ocr_kh.acceptance.minutes import Parties, minutes_of
from ocr_kh.acceptance.minutes_files import write_minutes
from ocr_kh.acceptance.sampling.bounds import Stratum, most_wrong
from ocr_kh.acceptance.sampling.checks import Round, errors_of
from ocr_kh.acceptance.sampling.plans import plan_of
from ocr_kh.acceptance.sampling.sample import Draw, draw, keep, read_sample, sample_path
from ocr_kh.acceptance.sampling.verdict import verdict_of
from ocr_kh.cli import main
from ocr_kh.corrections.correction import Correction
from ocr_kh.corrections.journal import NAME as JOURNAL
from ocr_kh.corrections.journal import append, read_journal
from ocr_kh.desk.app import Desk, build
from ocr_kh.desk.dictionary import OwnWords
from ocr_kh.desk.documents import Piles
from ocr_kh.desk.register import NAME as REGISTER
from ocr_kh.desk.register import Register
from ocr_kh.errors import LibraryMissingError
from ocr_kh.writing.tables.csv_file import read_table

PORT = 8123


@pytest.fixture
def out(tmp_path, four):
    """Four documents, of which the first person corrected one."""
    out = shutil.copytree(four, tmp_path / "four") / "out"
    number = Correction("field", "05", "25", pointer="/header/number", who="Lan", when="2026-11-01T08:00:00+07:00")
    append(out / "a.pdf" / JOURNAL, [number])
    return out


@pytest.fixture
def sample(out):
    """All four of them: of so few none is left out."""
    drawn = draw(out, Draw(plan_of("lq5"), 1))
    keep(out, drawn)
    return drawn


@pytest.fixture
def at_desk(out, sample, keys):
    """Somebody at the desk of the sample, by name."""
    register, checking = Register(None), Round(out, sample)
    app = build(Desk(out, Piles(out, checking.folders), register, keys, None, OwnWords(None), checking=checking))

    def client(name):
        made = TestClient(app, f"http://127.0.0.1:{PORT}", headers={"Origin": f"http://127.0.0.1:{PORT}"})
        made.cookies.set(keys.cookie_name, keys.cookie)
        made.post("/who", json={"name": name})
        return made

    yield client
    register.close()


def field(client, pointer, folder):
    found = client.get(f"/document/{folder}?way=fields").json()["fields"]
    return next(each for each in found if each["decision"]["field"] == pointer)


def decide(client, folder, pointer, right):
    decision = field(client, pointer, folder)["decision"]
    return client.post(f"/decide/fields/{folder}", json=[decision | {"to": right}])


def check_all(client, wrong=()):
    """Go through all documents; numbers of those that are wrong are put right."""
    for folder in ("a.pdf", "b.pdf", "c.pdf", "d.pdf"):
        if folder in wrong:
            assert decide(client, folder, "/header/number", "15").status_code == 200
        client.post(f"/finish/fields/{folder}")


def test_the_second_person_sees_values_but_no_decision_and_no_doubt(at_desk):
    shown = field(at_desk("Minh"), "/header/number", "a.pdf")
    assert (shown["decision"]["to"], shown["decided"], shown["probability"], shown["choices"]) == ("25", False, 1.0, [])
    pointers = [each["decision"]["field"] for each in at_desk("Minh").get("/document/b.pdf").json()["fields"]]
    assert pointers[:3] == ["/header/parent_issuer", "/header/issuer", "/header/number"]


def test_nobody_checks_what_they_decided_before(at_desk, out):
    answer = decide(at_desk("Lan"), "a.pdf", "/header/number", "35")
    assert answer.status_code == 409
    assert "another person" in answer.json()["error"]
    assert at_desk("Lan").get("/next/fields").json()["folder"] == "b.pdf"
    assert len(read_journal(out / "a.pdf" / JOURNAL).corrections) == 1


def test_who_passes_by_leaves_the_document_to_another_person(at_desk, out, sample):
    at_desk("Lan").post("/finish/fields/a.pdf")
    assert at_desk("Minh").get("/next/fields").json()["folder"] == "a.pdf"
    assert "a.pdf" not in Round(out, sample).checked()


def test_a_torn_line_is_told_and_passed_over(at_desk, out, sample, caplog):
    at_desk("Minh").post("/finish/fields/b.pdf")
    with sample_path(out, "sample-1", ".checks.jsonl").open("ab") as file:
        file.write(b'{"folder": "c.pdf", "ki')
    at_desk("Minh").post("/finish/fields/d.pdf")
    assert list(Round(out, sample).checked()) == ["b.pdf", "d.pdf"]
    assert "line 2 cannot be read" in caplog.text


def test_a_finding_corrects_the_document_and_is_kept_with_the_round(at_desk, out, sample):
    minh = at_desk("Minh")
    decide(minh, "b.pdf", "/header/number", "15")
    minh.post("/finish/fields/b.pdf")
    assert [each.right for each in read_journal(out / "b.pdf" / JOURNAL).corrections] == ["15"]
    checked = Round(out, sample).checked()["b.pdf"]
    assert checked.who == ("Minh",)
    (found,) = checked.found
    assert (found.kind, found.field, found.before, found.after) == ("wrong", "/header/number", "05", "15")
    assert field(minh, "/header/number", "b.pdf")["decided"]


def test_what_is_taken_back_is_no_finding_and_the_document_is_open_again(at_desk, out, sample):
    minh = at_desk("Minh")
    decide(minh, "b.pdf", "/header/number", "15")
    minh.post("/finish/fields/b.pdf")
    minh.post("/undo")
    checked = Round(out, sample).checked()["b.pdf"]
    assert (checked.who, checked.found) == ((), ())


def test_only_the_documents_of_the_sample_are_there(out, keys):
    drawn = draw(out, Draw(plan_of("random:2"), 3))
    cards = Piles(out, Round(out, drawn).folders).latest.cards
    assert sorted(cards) == [each.folder for each in drawn.drawn]


def test_the_verdict_waits_until_all_is_checked(at_desk, out, sample):
    minh = at_desk("Minh")
    minh.post("/finish/fields/a.pdf")
    verdict = verdict_of(sample, Round(out, sample).checked())
    assert (verdict.unchecked, verdict.passes, verdict.bound) == (3, None, None)
    check_all(minh)
    verdict = verdict_of(sample, Round(out, sample).checked())
    assert (verdict.unchecked, verdict.passes, verdict.bound, verdict.rate) == (0, True, 0.0, 0.0)


def test_a_lot_that_can_pass_no_more_fails_at_once(at_desk, out, sample):
    minh = at_desk("Minh")
    decide(minh, "b.pdf", "/header/number", "15")
    minh.post("/finish/fields/b.pdf")
    verdict = verdict_of(sample, Round(out, sample).checked())
    assert (verdict.passes, verdict.bound) == (False, None)


@pytest.mark.parametrize(
    ("decisions", "kinds"),
    [
        ([Correction("field", "", "15", pointer="/header/number")], ["missing"]),
        ([Correction("field", "05", "", pointer="/header/number")], ["too much"]),
        ([Correction("accepted", "05", "05", pointer="/header/number")], []),
        ([Correction("word", "kê", "kế")], ["words"]),
        ([Correction("page", "no", "yes", pointer="/page/blank")], ["pages"]),
        ([Correction("field", "", "01", pointer="/record/mode")], []),  # filled in, for the first time
        ([Correction("field", "02", "01", pointer="/record/mode")], ["wrong"]),
        (
            [Correction("field", "05", "15", pointer="/subject"), Correction("field", "15", "05", pointer="/subject")],
            [],
        ),
        ([Correction("word", "kê", "kế"), Correction("undone", "kê", "kế")], []),
    ],
)
def test_what_is_an_error(decisions, kinds):
    assert [each.kind for each in errors_of("a.pdf", decisions)] == kinds


def test_errors_are_told_by_whoever_made_the_value(at_desk, out, sample):
    """Lan had decided the number of a.pdf, and nobody anything of b.pdf: that is the machine's."""
    check_all(at_desk("Minh"), wrong=("a.pdf", "b.pdf"))
    verdict = verdict_of(sample, Round(out, sample).checked())
    assert [(each.folder, each.maker, each.who) for each in verdict.found] == [
        ("a.pdf", "Lan", "Minh"),
        ("b.pdf", "", "Minh"),
    ]
    minutes = minutes_of(verdict, Parties(), {})
    makers, checkers = (part.rows[1:] for part in minutes.parts[5:7])
    assert makers == (
        ("Máy, chưa có người quyết định", "31", "1", "0", "0", "3,23 %"),
        ("Lan", "1", "1", "0", "0", "100,00 %"),
    )
    assert checkers == (("Minh", "4", "2"),)


def test_of_a_field_sample_only_the_drawn_fields_are_shown_and_judged(out, keys):
    drawn = draw(out, Draw(plan_of("random:5"), 4, unit="fields"))
    keep(out, drawn)
    assert (drawn.units, drawn.documents, len(drawn.drawn)) == (32, 4, 5)
    folder, own = next((folder, own) for folder, own in drawn.folders.items() if folder != "a.pdf")
    checking = Round(out, drawn)
    app = build(Desk(out, Piles(out, checking.folders), Register(None), keys, None, OwnWords(None), checking=checking))
    minh = TestClient(app, f"http://127.0.0.1:{PORT}", headers={"Origin": f"http://127.0.0.1:{PORT}"})
    minh.cookies.set(keys.cookie_name, keys.cookie)
    minh.post("/who", json={"name": "Minh"})
    shown = minh.get(f"/document/{folder}?way=fields").json()["fields"]
    assert {each["decision"]["field"] for each in shown} == {each.field for each in own}
    minh.post(f"/decide/fields/{folder}", json=[shown[0]["decision"] | {"to": "Khác"}])
    elsewhere = next(name for name in ("/header/place", "/header/number") if name not in {each.field for each in own})
    other = Correction("field", "05", "15", pointer=elsewhere, who="Minh", when="2026-11-02T08:00:00+07:00")
    checking.enter(folder, [other])  # seen by the way: put right, and no error of the sample
    for each in drawn.folders:
        minh.post(f"/finish/fields/{each}")
    verdict = verdict_of(drawn, Round(out, drawn).checked())
    assert (verdict.unchecked, verdict.wrong_units) == (0, {(folder, shown[0]["decision"]["field"])})
    assert (verdict.checked_fields, verdict.wrong_fields, verdict.rate) == (5, 1, 0.2)
    assert verdict.bound == most_wrong(Stratum(32, 5, 1)) / 32
    minutes = minutes_of(verdict, Parties(), {})
    said = "\n".join(line for part in minutes.parts for line in part.lines)
    assert "1 trường sai; tỉ lệ trường sai ước lượng cho cả lô: 20,00 %" in said
    assert "Lô có 32 trường thông tin" in said
    assert [row[-1] for row in minutes.annexes[0].rows[1:]].count("sai") == 1


def test_minutes_say_what_was_found(at_desk, out, sample):
    check_all(at_desk("Minh"), wrong=("b.pdf",))
    verdict = verdict_of(sample, Round(out, sample).checked())
    minutes = minutes_of(verdict, Parties("UBND XÃ BẢO HÒA", "12/2026/HĐ-SH"), {"x.csv": "ab" * 32})
    said = "\n".join(line for part in minutes.parts for line in part.lines)
    assert "1 văn bản sai; tỉ lệ văn bản sai ước lượng cho cả lô: 25,00 %" in said
    assert "Trường sai: 1 / 32 (tỉ lệ trường sai trong mẫu 3,12 %)" in said
    assert "không quá 25,00 %" in said
    assert "Kết luận: KHÔNG ĐẠT" in said
    errors = minutes.parts[3]
    assert errors.rows == (("Trường", "Loại lỗi", "Số lỗi"), ("Số", "Sai", "1"))
    assert minutes.annexes[1].rows[1] == ("b.pdf", "Số", "Sai", "05", "15", "", "Minh")


def test_minutes_are_written_as_word_pdf_and_tables(at_desk, out, sample, capsys):
    check_all(at_desk("Minh"), wrong=("b.pdf",))
    assert main(["minutes", str(out), "--agency", "UBND XÃ BẢO HÒA"]) == 0
    printed = capsys.readouterr().out
    assert "rejected" in printed
    assert main(["minutes", str(out), "--agency", "UBND XÃ BẢO HÒA"]) == 0  # once more, over what lies there
    word = docx.Document(sample_path(out, "sample-1", ".docx"))
    assert any("Kết luận: KHÔNG ĐẠT" in each.text for each in word.paragraphs)
    with pypdfium2.PdfDocument(sample_path(out, "sample-1", ".pdf")) as pdf:
        text = "".join(pdf[at].get_textpage().get_text_range() for at in range(len(pdf)))
    assert "UBND XÃ BẢO HÒA" in text
    assert "KHÔNG ĐẠT (trả lại)" in text
    with pikepdf.open(sample_path(out, "sample-1", ".pdf")) as pdf, pdf.open_metadata() as about:
        assert about["pdfaid:part"] == "2"
    (error,) = read_table(sample_path(out, "sample-1", ".errors.csv"), ("folder", "field", "before", "after", "who"))
    assert error == {"folder": "b.pdf", "field": "/header/number", "before": "05", "after": "15", "who": "Minh"}
    drawn = list(read_table(sample_path(out, "sample-1", ".sample.csv"), ("folder", "checked_by", "wrong")))
    assert [(row["folder"], row["wrong"]) for row in drawn] == [
        ("a.pdf", "0"), ("b.pdf", "1"), ("c.pdf", "0"), ("d.pdf", "0"),
    ]  # fmt: skip


def test_the_command_opens_the_desk_on_a_sample(out):
    path = keep(out, draw(out, Draw(plan_of("random:1"), 1)))
    (folder,) = (each.folder for each in read_sample(path).drawn)
    with desk(out, "--sample", str(path)) as (_, address):
        reader = Reader(address)
        assert reader.ask("/start")["counts"]["fields"]["left"] == 1
        shown = reader.ask(f"/document/{folder}?way=fields")["fields"]
        number = next(each for each in shown if each["decision"]["field"] == "/header/number")
        reader.decide("fields", folder, number["decision"], "77")
        reader.ask(f"/finish/fields/{folder}", {})
    (found,) = Round(out, read_sample(path)).checked()[folder].found
    assert found.after == "77"
    assert not (out / REGISTER).exists()


def test_a_sample_that_was_changed_opens_no_desk(out, sample, capsys):
    path = sample_path(out, "sample-1")
    path.write_text(path.read_text(encoding="utf-8").replace('"seed": 1', '"seed": 2'), encoding="utf-8")
    assert main(["review", str(out), "--sample", str(path)]) == 2
    assert "changed after the draw" in capsys.readouterr().err


def test_minutes_without_a_sample_are_refused(out, capsys):
    assert main(["minutes", str(out)]) == 2
    assert "[E200]" in capsys.readouterr().err


def test_without_typst_the_word_file_is_there_and_the_library_is_named(out, sample, monkeypatch):
    monkeypatch.setattr("ocr_kh.writing.pdf.laid_out.find_spec", lambda _name: None)
    with pytest.raises(LibraryMissingError, match="pip install typst"):
        write_minutes(out, verdict_of(sample, {}), Parties())
    assert sample_path(out, "sample-1", ".docx").is_file()
