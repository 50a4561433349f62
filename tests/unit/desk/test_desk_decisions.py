# SPDX-License-Identifier: Apache-2.0
"""What is decided at the desk stands in corrections.jsonl, is made by export, and can be taken back."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from bench.review import tables_of_many
from ocr_kh.batch.results.export import export
from ocr_kh.batch.run import open_ledger
from ocr_kh.corrections.correction import standing
from ocr_kh.corrections.journal import NAME, read_journal
from ocr_kh.desk.documents import read_pile
from ocr_kh.desk.fields import _certainty
from ocr_kh.desk.guard import Keys
from ocr_kh.desk.register import TAKEN_SECONDS
from ocr_kh.errors import PathMissingError
from ocr_kh.settings import Settings
from ocr_kh.writing import write_index
from ocr_kh.writing.tables.index import index_rows

_TRIES = 3
"""Of a time, on a machine that may be busy with other things."""


def decided(out, folder="a.pdf"):
    return read_journal(out / folder / NAME).corrections


def field(client, pointer, folder="a.pdf"):
    found = client.get(f"/document/{folder}").json()["fields"]
    return next(each for each in found if each["decision"]["field"] == pointer)


def decide(client, way, decision, right, folder="a.pdf"):
    return client.post(f"/decide/{way}/{folder}", json=[decision | {"to": right}])


def test_a_field_that_is_put_right_comes_out_by_export(lan, out):
    number = field(lan, "/header/number")
    assert (number["decision"]["to"], number["decided"]) == ("05", False)
    answer = decide(lan, "fields", number["decision"], " 15 ")
    assert answer.json()["decisions"][0]["to"] == "15"
    (correction,) = decided(out)
    assert (correction.who, correction.kind, correction.read, correction.right) == ("Lan", "field", "05", "15")
    assert field(lan, "/header/number")["decided"]
    assert [outcome.status for outcome in export(out, only=["a.pdf"])] == ["done"]
    assert "<codeNumber>15</codeNumber>" in (out / "a.pdf" / "record.xml").read_text(encoding="utf-8")


def test_what_is_right_is_a_decision_too(lan, out):
    decision = field(lan, "/header/symbol")["decision"]
    decide(lan, "fields", decision, decision["to"])
    assert field(lan, "/header/symbol")["decided"]
    assert (decided(out)[0].kind, decided(out)[0].right) == ("accepted", "KH-UBND")


@pytest.mark.parametrize(
    ("pointer", "typed"),
    [
        ("/header/date", "31/02/2026"),
        ("/header/number", "05/KH-UBND"),
        ("/document_type", "XYZ"),
        ("/record/mode", "9"),
    ],
)
def test_what_a_field_cannot_hold_is_told_and_changes_nothing(lan, out, pointer, typed):
    answer = decide(lan, "fields", field(lan, pointer)["decision"], typed)
    assert answer.status_code == 422
    assert "[E206]" in answer.json()["error"]
    assert decided(out) == ()


@pytest.mark.parametrize(
    "record",
    [{}, [], "x", {"kind": "odd"}, {"kind": "word", "box": [1]}, {"kind": "field", "field": "/nothing", "to": ""}],
)
def test_what_is_no_decision_is_refused(lan, out, record):
    assert lan.post("/decide/words/a.pdf", json=[record]).status_code == 422
    assert decided(out) == ()


def test_a_doubtful_word_comes_with_its_line_its_paragraph_and_other_readings(lan):
    words = lan.get("/document/a.pdf").json()["words"]
    (first,) = [each for each in words if each["decision"]["from"] == "truyên"]
    assert first["choices"] == ["truyền"]
    assert [text for text, _ in first["line"]["words"]] == ["Tuyên", "truyên", "phòng", "cháy"]
    assert first["line"]["at"] == 1
    assert first["decision"]["before"].endswith("KẾ HOẠCH Tuyên")
    assert first["decision"]["box"]


def test_a_word_that_is_put_right_is_doubted_no_more(lan, out):
    decision = lan.get("/document/a.pdf").json()["words"][0]["decision"]
    decide(lan, "words", decision, "truyền")
    assert "truyên" not in [each["decision"]["from"] for each in lan.get("/document/a.pdf").json()["words"]]
    assert [outcome.status for outcome in export(out)] == ["done", "unchanged"]
    text = (out / "a.pdf" / "text.txt").read_text(encoding="utf-8")
    assert "Tuyên truyền phòng cháy" in text
    assert "truyên đạt" in text  # the other place stays


def test_the_same_everywhere_is_one_step(lan, out):
    places = lan.get("/same/a.pdf", params={"text": "truyên"}).json()
    assert [place["line"]["words"][place["line"]["at"]][0] for place in places] == ["truyên", "truyên"]
    lan.post("/decide/words/a.pdf", json=[place["decision"] | {"to": "truyền"} for place in places])
    assert len(decided(out)) == 2
    list(export(out))
    assert "truyên" not in (out / "a.pdf" / "text.txt").read_text(encoding="utf-8")
    assert len(lan.post("/undo", json={}).json()["decisions"]) == 2
    assert standing(decided(out)) == ()


def test_undo_goes_back_without_end_and_over_documents(lan, out):
    before = {name: (out / name / "text.txt").read_bytes() for name in ("a.pdf", "b.pdf")}
    for folder in ("a.pdf", "b.pdf"):
        word = lan.get(f"/document/{folder}").json()["words"][0]["decision"]
        decide(lan, "words", word, "truyền", folder)
        decide(lan, "fields", field(lan, "/header/number", folder)["decision"], "15", folder)
    list(export(out))
    steps = [lan.post("/undo", json={}).json() for _ in range(5)]
    assert [step["folder"] for step in steps] == ["b.pdf", "b.pdf", "a.pdf", "a.pdf", None]
    assert [step.get("way") for step in steps] == ["fields", "words", "fields", "words", None]
    list(export(out))
    assert {name: (out / name / "text.txt").read_bytes() for name in before} == before
    assert len(decided(out)) == 4  # nothing that was said is gone from the file


def test_nobody_takes_back_what_another_decided(opened_desk, keys, out):
    with opened_desk(keys) as client:
        lan, minh = client("Lan"), client("Minh")
        decide(lan, "fields", field(lan, "/header/number")["decision"], "15")
        assert minh.post("/undo", json={}).json() == {"folder": None}
        assert len(standing(decided(out))) == 1


def test_a_document_is_its_readers_while_they_work_on_it(opened_desk, keys, out, monkeypatch):
    with opened_desk(keys) as client:
        lan, minh = client("Lan"), client("Minh")
        assert lan.get("/document/a.pdf").json()["taken"] is None
        assert minh.get("/document/a.pdf").json()["taken"] == "Lan"
        assert minh.get("/next/fields").json() == {"folder": "b.pdf"}
        refused = decide(minh, "fields", field(minh, "/header/number")["decision"], "16")
        assert refused.status_code == 409
        assert "Lan" in refused.json()["error"]
        assert decided(out) == ()
        lan.get("/document/b.pdf")  # who takes another gives back the one before
        assert minh.get("/document/a.pdf").json()["taken"] is None
        later = time.time() + TAKEN_SECONDS + 1
        monkeypatch.setattr("time.time", lambda: later)
        assert minh.get("/document/b.pdf").json()["taken"] is None  # Lan went home


def test_a_look_ahead_takes_nothing(opened_desk, keys):
    with opened_desk(keys) as client:
        lan, minh = client("Lan"), client("Minh")
        lan.get("/document/a.pdf")
        lan.get("/document/b.pdf?look")
        assert minh.get("/document/b.pdf").json()["taken"] is None
        assert lan.post("/alive/a.pdf", json={}).json() == {"taken": None}


def test_the_next_desk_goes_on_where_the_last_one_stopped(opened_desk, keys):
    with opened_desk(keys) as client:
        lan = client()
        assert lan.get("/next/fields").json() == {"folder": "a.pdf"}
        lan.get("/document/a.pdf?way=fields")
        assert lan.post("/finish/fields/a.pdf", json={}).json() == {"done": 1, "left": 1, "rate": 1}
        lan.get("/document/b.pdf?way=fields")
    with opened_desk(keys) as client:
        lan = client()
        assert lan.get("/next/fields").json() == {"folder": "b.pdf"}
        assert lan.get("/next/words").json() == {"folder": "a.pdf"}
        assert lan.get("/start").json()["counts"]["fields"] == {"done": 1, "left": 1, "rate": 1}
        lan.post("/finish/fields/b.pdf", json={})
        assert lan.get("/next/fields").json() == {"folder": None}


def test_a_word_of_ones_own_is_known_from_then_on(opened_desk, keys, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "loanwords.txt").write_text("# ours\nabc", encoding="utf-8")
    with opened_desk(keys, own) as client:
        lan = client()
        assert "Kxaro." in [each["decision"]["from"] for each in lan.get("/document/a.pdf").json()["words"]]
        lan.post("/dictionary", json={"word": "Kxaro."})
        lan.post("/dictionary", json={"word": "Kxaro"})
        assert (own / "loanwords.txt").read_text(encoding="utf-8") == "# ours\nabc\nKxaro\n"
        assert "Kxaro." not in [each["decision"]["from"] for each in lan.get("/document/b.pdf").json()["words"]]
        for word in ("hai từ", "", "#"):
            assert lan.post("/dictionary", json={"word": word}).status_code == 422


def test_without_a_folder_for_words_the_reader_is_told_how(lan):
    answer = lan.post("/dictionary", json={"word": "Karaoke"})
    assert answer.status_code == 422
    assert "--dictionary" in answer.json()["error"]


def test_what_a_document_says_stays_text(lan):
    """It leaves the desk as JSON alone, in which no browser looks for a script; the page itself has none of it."""
    answer = lan.get("/document/a.pdf")
    assert answer.headers["content-type"] == "application/json"
    assert "<script>alert" in answer.text
    assert "alert" not in lan.get("/").text
    lan.post("/who", json={"name": "<b>Lan</b>"})
    assert "<b>" not in lan.get("/").text
    assert "innerHTML" not in lan.get("/static/desk.js").text


def test_a_document_that_was_converted_before_readings_were_kept_is_told(lan, out):
    (out / "a.pdf" / ".reading.json.gz").unlink()
    answer = lan.get("/document/a.pdf")
    assert answer.status_code == 422
    assert "[E412]" in answer.json()["error"]


def test_pages_come_with_what_they_are(lan):
    (page,) = lan.get("/document/a.pdf").json()["pages"]
    assert (page["number"], page["blank"], page["turned"], page["words"]) == (1, None, 0, 25)
    assert ["KẾ", [80.0, 100.1, 133.3, 112.7]] in lan.get("/words/1/a.pdf").json()
    assert lan.get("/pdf/a.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize(("path", "body"), [("/decide/fields/a.pdf", []), ("/finish/fields/a.pdf", {}), ("/undo", {})])
def test_who_has_no_name_decides_nothing(opened_desk, keys, path, body):
    with opened_desk(keys) as client:
        assert client(name=None).post(path, json=body).status_code == 403


def test_documents_that_come_in_are_on_the_pile(lan, out, tmp_path, written):
    folders = [lan.get(f"/next/fields?behind={folder}").json()["folder"] for folder in ("a.pdf", "b.pdf")]
    assert folders == ["b.pdf", "a.pdf"]
    write_index(out, [written("c.pdf")])
    assert lan.get("/next/fields?behind=b.pdf").json() == {"folder": "c.pdf"}
    assert lan.get("/document/c.pdf").status_code == 200


@pytest.mark.parametrize("folder", ["../in", "/etc", "a.pdf/../..", ""])
def test_a_table_that_was_edited_leads_nowhere_else(out, folder):
    row = next(index_rows(out))
    write_index(out, [row | {"folder": folder}])
    assert set(read_pile(out).cards) == {"a.pdf", "b.pdf"}


def test_what_is_said_of_a_page_has_it_read_again(lan, out):
    said = lan.get("/document/a.pdf").json()["pages"][0]["said"]
    as_read = {"blank": "no", "turned": "0", "columns": "found", "begins": "yes"}
    assert {name: each["to"] for name, each in said.items()} == as_read
    with open_ledger(out, Settings()) as ledger:
        recipe = {entry.folder: entry.recipe for entry in ledger.entries()}
    assert decide(lan, "pages", said["turned"], "90").status_code == 200
    assert lan.get("/document/a.pdf").json()["pages"][0]["said"]["turned"]["to"] == "90"
    with open_ledger(out, Settings()) as ledger:
        assert {entry.folder: entry.recipe for entry in ledger.entries()} == recipe | {"a.pdf": ""}
    for name, value in (("turned", "45"), ("blank", "perhaps"), ("columns", "yes")):
        record = said["turned"] | {"field": f"/page/{name}", "to": value}
        assert lan.post("/decide/pages/a.pdf", json=[record]).status_code == 422
    assert lan.post("/undo", json={}).json()["decisions"][0]["field"] == "/page/turned"
    assert lan.get("/document/a.pdf").json()["pages"][0]["said"]["turned"]["to"] == "0"


def test_a_desk_over_nothing_says_so(tmp_path):
    with pytest.raises(PathMissingError):
        read_pile(tmp_path)


def test_ten_thousand_documents_are_soon_on_the_pile(out, tmp_path):
    """Ten times the documents take less than 20 times as long; what is quadratic takes a hundred times as long.

    In seconds, with the start of the desk, `bench.review` says it: a test knows nothing of the machine it runs on.
    """
    piles = {}

    def seconds(count):
        folder = tmp_path / str(count)
        folder.mkdir(exist_ok=True)
        tables_of_many(folder, list(index_rows(out)), count)
        began = time.process_time()
        piles[count] = read_pile(folder)
        return time.process_time() - began

    assert any(seconds(10_000) < 20 * max(seconds(1_000), 0.02) for _ in range(_TRIES))
    cards = piles[10_000].cards
    assert len(cards) == 10_000
    assert next(iter(cards.values())).gain == max(card.gain for card in cards.values())


@pytest.mark.parametrize(
    ("known", "warned", "certainty"),
    [
        ({"/header/number": SimpleNamespace(probability=0.4, runner_up="6")}, [], (0.4, "6")),
        ({"/header/number": SimpleNamespace(probability=0.9, runner_up=None)}, ["header.number"], (0.9, "")),
        ({}, ["header.number_blank"], (0.5, "")),
        ({}, ["header.date"], (1.0, "")),
    ],
)
def test_how_sure_a_field_is(known, warned, certainty):
    """As plan.json says, where it does; else by what it warns of."""
    warnings = [SimpleNamespace(code=code) for code in warned]
    plan = SimpleNamespace(fields=known, warnings=warnings, header=SimpleNamespace(number="5"))
    assert _certainty(plan, "/header/number") == certainty


def test_keys_say_nothing_of_themselves():
    assert len(Keys(1).token) >= 32
    assert Keys(1).token != Keys(1).token


def test_what_documents_are_opened_with_is_loaded_first_and_by_one_thread_at_a_time(lan, monkeypatch):
    """Two threads that load modules which import each other may find one half loaded."""
    inside, together = [], []

    def load(name):
        inside.append(name)
        time.sleep(0.01)
        together.append(len(inside))
        inside.remove(name)

    monkeypatch.setattr("ocr_kh.desk.app.import_module", load)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: lan.get("/document/a.pdf").status_code, range(4)))
    assert answers == [200] * 4
    assert together == [1] * 12
