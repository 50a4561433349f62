# SPDX-License-Identifier: Apache-2.0
"""What corrections teach: proposed with its places, learned when it is accepted, and in force from then on."""

from __future__ import annotations

import io
import sys
import tomllib
from pathlib import Path

import pytest

from ocr_kh.cli import main
from ocr_kh.corrections import journal
from ocr_kh.corrections.confusion_counts import confusion_rows
from ocr_kh.corrections.correction import Anchor, Correction
from ocr_kh.corrections.learned import open_proposals
from ocr_kh.corrections.learning import Corrected, proposals
from ocr_kh.errors import ExitCode
from ocr_kh.language.letters import bare
from ocr_kh.repair import repair_text
from ocr_kh.settings import Settings
from ocr_kh.training.channel import word_pairs
from ocr_kh.writing.tables.index import index_row, write_index

CASES = tomllib.loads(
    (Path(__file__).parents[2] / "cases/corrections/learning.toml").read_text(encoding="utf-8"),
)["case"]


def decision(case):
    if "field" in case:
        return Correction("field", case["read"], case["right"], pointer=case["field"])
    before, right, after = case["passage"].split("*")
    anchor = Anchor(2, None, before.strip(), after.strip(" ,"))
    return Correction(case.get("kind", "word"), case["read"], right + after[:1].strip(), anchor)


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_what_corrections_propose(case):
    made = [decision(each) for each in case["corrections"]]
    found = proposals([Corrected("a.pdf", case.get("issuer", ""), made, lambda: case.get("text", ""))])
    assert [": ".join((each.file, each.line.replace("\t", " | "))) for each in found] == case["learned"]


def _anchor(words, at):
    return Anchor(1, None, " ".join(words[max(at - 5, 0) : at]), " ".join(words[at + 1 : at + 6]))


def _corrected_throughout(path):
    """Every seventh word of a text put right, as if the engine had lost its marks."""
    text = path.read_text(encoding="utf-8")
    words = text.split()
    made = [
        Correction("word", bare(words[at]), words[at], _anchor(words, at))
        for at in range(0, len(words), 7)
        if bare(words[at]) != words[at]
    ]
    return Corrected(path.stem, "", made, lambda: text)


def test_of_a_thousand_corrections_hardly_one_that_teaches_nothing_is_proposed(root):
    truths = sorted((root / "samples" / "truth").glob("*.txt"))
    documents = [_corrected_throughout(path) for path in truths]
    assert sum(len(each.corrections) for each in documents) > 1000
    found = proposals(documents)
    communes = [each.line.split("\t") for each in found if each.file == "places.tsv"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in truths).casefold()
    assert len(communes) > 5
    assert all(f"{kind} {name}".casefold() in text for name, kind in communes)
    assert len(found) - len(communes) <= 1


@pytest.fixture
def out(tmp_path):
    """Two documents in which the same word was corrected, one with a commune."""
    word = decision({"read": "glucozamin", "passage": "hàm lượng *glucôzamin* trong mẫu"})
    place = decision({"read": "Lảm", "passage": "trên địa bàn xã Khe *Lẫm*"})
    folder = tmp_path / "out"
    for name, made in (("a.pdf", [word, place]), ("b.pdf", [word])):
        (folder / name).mkdir(parents=True)
        journal.append(folder / name / journal.NAME, made)
    write_index(folder, [index_row(path=f"in/{name}", folder=name, status="done") for name in ("a.pdf", "b.pdf")])
    return folder


LISTED = ["1\tloanwords.txt\tglucôzamin\t2\ta.pdf:2, b.pdf:2", "2\tplaces.tsv\tKhe Lẫm | xã\t1\ta.pdf:2"]


def test_proposals_are_listed_with_their_places(out, capsys):
    assert main(["learn", str(out)]) == ExitCode.DONE
    assert capsys.readouterr().out.splitlines() == LISTED


def test_what_is_accepted_is_learned_and_not_proposed_again(out, tmp_path, capsys):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "loanwords.txt").write_text("băng-zôn", encoding="utf-8")
    settings, before = Settings(dictionaries=(mine,)), "hàm lượng glucozamin trong mẫu nước"
    assert repair_text(before, settings).text == before  # what is made of the dictionaries is kept from here
    assert main(["learn", str(out), "--dictionary", str(mine), "--accept", "1,2"]) == ExitCode.DONE
    assert (mine / "loanwords.txt").read_text(encoding="utf-8") == "băng-zôn\nglucôzamin\n"
    assert repair_text(before, settings).text == "hàm lượng glucôzamin trong mẫu nước"
    assert repair_text("trên địa bàn xã Khe Lãm trong năm", settings).text == "trên địa bàn xã Khe Lẫm trong năm"
    capsys.readouterr()
    assert main(["learn", str(out), "--dictionary", str(mine), "--list"]) == ExitCode.DONE
    assert not capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--accept", "1"], ["--accept", "3", "--dictionary", "."], ["--accept", "x"]])
def test_what_cannot_be_accepted_is_wrong_usage_and_learns_nothing(out, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    assert main(["learn", str(out), *arguments]) == ExitCode.USAGE
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


class _Terminal(io.StringIO):
    def isatty(self):
        return True


def test_at_a_terminal_each_is_asked_for(out, tmp_path, monkeypatch):
    mine = tmp_path / "mine"

    def answered(text):
        monkeypatch.setattr(sys, "stdin", _Terminal(text))
        monkeypatch.setattr(sys, "stderr", asked := _Terminal())
        assert main(["learn", str(out), "--dictionary", str(mine)]) == ExitCode.DONE
        return asked.getvalue().count("[y/n/skip/quit]")

    assert answered("skip\nq\n") == 2
    assert not mine.exists()
    assert answered("n\ny\n") == 2
    assert [path.name for path in mine.iterdir()] == ["places.tsv"]
    assert answered("") == 0  # the one is learned, the other declined
    assert [each.line for each in open_proposals(out)] == ["Khe Lẫm\txã"]


def test_confusions_are_counted_glyph_by_glyph():
    rows = list(
        confusion_rows([("truyên", "truyền"), ("kê", "kề"), ("2O26", "2026"), ("58IKH", "58/KH"), ("chirc", "chức")])
    )
    assert rows == [
        ("ê", "ề", "letter", "2", "truyên>truyền kê>kề"),
        ("I", "/", "slash", "1", "58IKH>58/KH"),
        ("O", "0", "figure", "1", "2O26>2026"),
        ("ir", "ứ", "letter", "1", "chirc>chức"),
    ]


def test_confusions_and_pairs_are_written_as_files(out, tmp_path):
    files = [str(tmp_path / name) for name in ("confusions.tsv", "pairs.tsv")]
    assert main(["learn", str(out), "--confusions", files[0], "--pairs", files[1]]) == ExitCode.DONE
    table = [line.split("\t") for line in Path(files[0]).read_text(encoding="utf-8").splitlines()]
    assert table == [
        ["read", "right", "place", "count", "words"],
        ["o", "ô", "letter", "2", "glucozamin>glucôzamin"],
        ["ả", "ẫ", "letter", "1", "Lảm>Lẫm"],
    ]
    with Path(files[1]).open(encoding="utf-8") as lines:  # as the training of channels takes them
        assert word_pairs(lines) == {("glucôzamin", "glucozamin"): 2, ("Lẫm", "Lảm"): 1}
