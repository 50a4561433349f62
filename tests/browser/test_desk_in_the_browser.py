# SPDX-License-Identifier: Apache-2.0
"""The desk in a real browser: keys only, Vietnamese typed and composed, several readers, and an end at any moment."""

from __future__ import annotations

import json
import random
import threading
import time
from contextlib import suppress
from urllib.parse import urlsplit

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.keys import Keys
from urllib3.exceptions import HTTPError

from bench.desk_browser import Person, browser, kill_browser
from ocr_kh.acceptance.lint.kinds import Finding
from ocr_kh.corrections.correction import standing
from ocr_kh.corrections.field_decisions import decided_fields
from ocr_kh.corrections.journal import NAME, read_journal
from ocr_kh.desk.register import NAME as REGISTER
from ocr_kh.desk.register import Register


def decided(out, folder="a.pdf"):
    return read_journal(out / folder / NAME).corrections


def here(person):
    return person.state("state.doc && state.doc.folder")


def go_to_field(person, pointer):
    """With Tab, as a person would."""
    for _ in range(20):
        if person.state("state.doc.fields[state.at].decision.field") == pointer:
            return
        person.press(Keys.TAB)
    raise AssertionError(pointer)


def type_numbers(person, thousand):
    """Number after number into the number of the document, without a pause; what was answered is `window.answered`."""
    person.driver.execute_script(
        "window.answered = [];"
        "const asked = ask; ask = async (...given) => { const found = await asked(...given);"
        "  if (found.decisions) answered.push(found.decisions[0].to); return found; };"
        "const item = state.doc.fields.find(field => field.decision.field === '/header/number');"
        "let count = 0; window.typing = setInterval(() =>"
        " decide([{item: {...item}, right: String(arguments[0] * 1000 + ++count)}]), 10);",
        thousand,
    )


def shown_number(person):
    """What the desk shows as the number of the document."""
    return person.state("state.doc.fields.find(field => field.decision.field === '/header/number').decision.to")


def answered_until_killed(person):
    """What the page was last known to have been answered, when its browser was gone."""
    told = []
    with suppress(WebDriverException, HTTPError):
        while True:
            told = person.state("window.answered")
    return told


def test_an_address_leads_to_a_document_and_its_field(sit_down):
    lan, *_ = sit_down()
    assert here(lan) == "a.pdf"
    place = Finding("date.far", "hs-1", "c.pdf", "/header/date").place
    lan.driver.execute_script("location.hash = arguments[0]", place)
    lan.wait("state.doc.folder === 'c.pdf' && state.doc.fields[state.at].decision.field === '/header/date'")
    lan.driver.execute_script("location.hash = '#document=none.pdf'")
    lan.wait("document.body.innerText.includes('404')")
    assert here(lan)


def test_eight_fields_are_confirmed_with_eight_keys(sit_down, out):
    lan, _, _ = sit_down()
    assert here(lan) == "a.pdf"
    lan.press(*[Keys.ENTER] * 8)
    lan.wait("state.doc.folder === 'b.pdf' && !state.moving")
    assert lan.keys_pressed == 8
    assert len(decided(out)) == 8
    assert {each.who for each in decided(out)} == {"Lan"}
    assert lan.state("document.getElementById('counts').textContent").startswith("1 done · 2 left")
    lan.press_with(Keys.CONTROL, Keys.ENTER)
    lan.wait("state.doc.folder === 'c.pdf' && !state.moving")
    assert len(decided(out, "b.pdf")) == 8


def test_fields_are_typed_completed_refused_and_taken_back(sit_down, out):
    lan, _, _ = sit_down()
    go_to_field(lan, "/header/number")
    lan.press("15", Keys.ENTER)
    lan.settle()
    assert decided(out)[-1].right == "15"
    go_to_field(lan, "/header/date")
    lan.press("31/02/2026", Keys.ENTER)
    lan.settle()
    assert "E206" in lan.state("document.getElementById('message').textContent")
    assert len(decided(out)) == 1
    assert lan.state("state.doc.fields[state.at].decision.field") == "/header/date"  # back where it was typed
    lan.press("5/3/2026", Keys.ENTER)
    lan.settle()
    assert decided(out)[-1].right == "2026-03-05"
    go_to_field(lan, "/header/symbol")
    lan.press("xyz", Keys.ESCAPE, Keys.ENTER)  # thought better of
    lan.settle()
    assert decided(out)[-1].right == "KH-UBND"
    go_to_field(lan, "/document_type")
    listed = lan.state("[...document.querySelector('input.current').list.options].map(option => option.value)")
    assert {"KẾ HOẠCH", "QUYẾT ĐỊNH"} <= set(listed)
    for _ in range(3):
        lan.wait("!state.moving")
        lan.press_with(Keys.CONTROL, "z")
    lan.wait("!state.moving")
    lan.settle()
    assert standing(decided(out)) == ()


def test_words_are_decided_with_keys(sit_down, out):
    lan, _, _ = sit_down()
    lan.press(Keys.F3)
    lan.wait("state.way === 'words' && state.doc.words.length > 0 && !state.moving")
    assert lan.state("state.doc.words[0].decision.from") == "truyên"
    assert lan.state("document.querySelector('.crop img').src").endswith("/picture/150/1/a.pdf")
    assert lan.state("document.querySelector('.line .here').textContent") == "truyên"
    lan.press("1")
    lan.settle()
    assert decided(out)[-1].right == "truyền"
    lan.press(Keys.SPACE, "ạ", Keys.ENTER)
    lan.settle()
    assert (decided(out)[-1].kind, decided(out)[-1].right) == ("word", "ạ")
    lan.press_with(Keys.ALT, "z")
    lan.wait("!state.moving")
    lan.settle()
    assert [each.right for each in standing(decided(out))] == ["truyền"]


def test_the_same_everywhere_is_shown_before_it_is_done(sit_down, out):
    lan, _, _ = sit_down()
    lan.press(Keys.F3)
    lan.wait("state.way === 'words' && !state.moving")
    lan.press("a")
    lan.wait("document.getElementById('everywhere').open")
    rows = lan.state("[...document.querySelectorAll('#everywhere li')].map(row => row.textContent)")
    assert len(rows) == 3
    assert all("truyên → truyền" in row for row in rows)
    lan.press(Keys.ESCAPE)
    assert decided(out) == ()
    lan.press("a")
    lan.wait("document.getElementById('everywhere').open")
    lan.press(Keys.SPACE, Keys.ENTER)  # not at the first place
    lan.wait("!document.getElementById('everywhere').open")
    lan.settle()
    assert [each.right for each in decided(out)] == ["truyền", "truyền"]


def test_another_word_of_the_line_and_a_word_of_ones_own(sit_down, out, tmp_path):
    (tmp_path / "own").mkdir()
    lan, _, _ = sit_down("Lan", "--dictionary", str(tmp_path / "own"))
    lan.press(Keys.F3)
    lan.wait("state.way === 'words' && !state.moving")
    lan.press_with(Keys.ALT, Keys.ARROW_LEFT)
    lan.wait("state.doc.words[state.at].decision.from === 'Tuyên'")
    lan.press("Tuyến", Keys.ENTER)
    lan.settle()
    assert decided(out)[-1].right == "Tuyến"
    lan.state("0")
    while lan.state("state.doc.words[state.at].decision.from") != "Kxaro":
        lan.press(Keys.TAB)
    lan.press("d")
    lan.wait("document.getElementById('message').textContent.includes('Kxaro')")
    lan.settle()
    assert (tmp_path / "own" / "loanwords.txt").read_text(encoding="utf-8") == "Kxaro\n"


def test_pages_lie_side_by_side_with_their_text(sit_down):
    lan, _, _ = sit_down()
    lan.press(Keys.F4)
    lan.wait("document.querySelectorAll('.spread .crop span').length > 30")
    assert lan.state("document.querySelectorAll('.spread .crop').length") == 2
    assert lan.state("[...document.querySelectorAll('.spread span')].some(word => word.textContent === '<b>dân</b>.')")
    assert lan.state("document.querySelectorAll('.spread b').length") == 0  # text of a document stays text
    lan.press("t")
    lan.wait("document.querySelectorAll('.spread .crop span').length === 0")
    lan.press(Keys.ARROW_RIGHT)
    lan.wait("document.querySelectorAll('.spread .crop').length === 1")
    lan.press(Keys.ENTER)
    lan.wait("state.doc.folder === 'b.pdf'")


def test_what_pages_are_is_said_with_keys(sit_down, out):
    lan, _, _ = sit_down()
    lan.press(Keys.F4)
    lan.wait("state.way === 'pages' && !state.moving && document.querySelector('.pages')")
    lan.press(Keys.ARROW_RIGHT)
    for key, done in (
        ("b", "said.blank.to === 'yes'"),
        ("r", "said.turned.to === '90'"),
        ("r", "said.turned.to === '180'"),
        ("c", "said.columns.to === 'columns'"),
    ):
        lan.press(key)
        lan.wait(f"state.doc.pages[1].{done}")
    lan.press("n")
    lan.wait("document.querySelectorAll('.pages li:nth-child(2) .fact').length === 4")
    said = lan.state("[...document.querySelectorAll('.pages .fact')].map(fact => fact.textContent)")
    assert all("converted again" in each for each in said)
    assert [(each.kind, each.pointer, each.right, each.anchor.page) for each in decided(out)] == [
        ("page", "/page/blank", "yes", 2),
        ("page", "/page/turned", "90", 2),
        ("page", "/page/turned", "180", 2),
        ("page", "/page/columns", "columns", 2),
        ("page", "/page/begins", "yes", 2),
    ]
    lan.press_with(Keys.CONTROL, "z")
    lan.wait("document.querySelectorAll('.pages .fact').length === 3 && state.at === 1 && !state.moving")


def test_the_list_of_keys_is_in_both_languages(sit_down):
    lan, _, _ = sit_down(language="vi")
    lan.press("?")
    lan.wait("document.getElementById('keys').open")
    assert "Từ" in lan.state("document.querySelector('#keys table').textContent")
    assert lan.state("document.documentElement.lang") == "vi"
    lan.press(Keys.ESCAPE)
    lan.wait("!document.getElementById('keys').open")


def test_keys_of_an_input_method_are_its_own(sit_down, out):
    """Telex and VNI make letters of digits and plain letters: while one composes, no key is a command."""
    lan, _, _ = sit_down()
    lan.press(Keys.F3)
    lan.wait("state.way === 'words' && !state.moving")
    shown = lan.state("state.doc.words[state.at].decision.from")
    for key in ("1", "a", "d", "?", "z", "Enter"):
        passed_on = lan.driver.execute_script(
            "return document.querySelector('input.current').dispatchEvent(new KeyboardEvent('keydown',"
            " {key: arguments[0], isComposing: true, bubbles: true, cancelable: true}));",
            key,
        )
        assert passed_on
    lan.driver.execute_cdp_cmd("Input.imeSetComposition", {"text": "truye6n", "selectionStart": 7, "selectionEnd": 7})
    assert lan.state("document.querySelector('input.current').value") == "truye6n"
    assert lan.state("state.doc.words[state.at].decision.from") == shown
    assert decided(out) == ()
    lan.driver.execute_cdp_cmd("Input.insertText", {"text": "truyền"})
    lan.press(Keys.ENTER)
    lan.settle()
    assert decided(out)[-1].right == "truyền"


def test_two_readers_have_a_document_each(sit_down, out):
    lan, _, address = sit_down("Lan")
    with browser() as other:
        minh = Person(other, address, "Minh")
        assert (here(lan), here(minh)) == ("a.pdf", "b.pdf")
        for _ in range(3):
            lan.press(Keys.ENTER)
            minh.press(Keys.ENTER)
        lan.settle()
        minh.settle()
        minh.press(Keys.PAGE_UP)
        assert here(minh) == "b.pdf"
    assert {each.who for each in decided(out)} == {"Lan"}
    assert {each.who for each in decided(out, "b.pdf")} == {"Minh"}
    assert [len(decided(out, folder)) for folder in ("a.pdf", "b.pdf")] == [3, 3]


def test_a_desk_that_is_killed_loses_no_decision_and_the_next_goes_on(sit_down, out):
    """What the page was answered stands on the disk, whenever the desk dies; at most the last line is torn."""
    chance = random.Random(14)
    answered = 0
    for number in range(3):
        lan, process, _ = sit_down()
        go_to_field(lan, "/header/number")
        type_numbers(lan, number + 1)
        lan.wait("window.answered.length > 4")
        time.sleep(chance.uniform(0.0, 0.5))
        process.kill()
        process.join()
        lan.driver.execute_script("clearInterval(window.typing)")
        lan.settle()
        told = lan.state("window.answered")
        found = read_journal(out / "a.pdf" / NAME)
        assert told
        assert set(told) <= {each.right for each in found.corrections}
        assert found.unread_lines == ()
        answered += len(told)
    assert answered > 10
    lan, _, _ = sit_down()
    assert here(lan) == "a.pdf"
    lan.press(Keys.F8)
    assert json.loads((out / "a.pdf" / "plan.json").read_text(encoding="utf-8"))


def test_a_browser_that_is_killed_loses_no_decision_and_the_next_goes_on(sit_down, out):
    """What the page was answered stands on the disk, whole, and who comes back has the document, as it was left."""
    chance = random.Random(14)
    _, _, address = sit_down("Minh")
    register = Register(out / REGISTER)
    register.take("c.pdf", "Minh")  # and leaves the first ones to Lan
    for thousand in (1, 2):
        with browser() as driver:
            lan = Person(driver, address, "Lan")
            assert here(lan) == "a.pdf"
            type_numbers(lan, thousand)
            lan.wait("window.answered.length > 0")
            end = threading.Timer(chance.uniform(0.0, 0.5), kill_browser, [driver])
            end.start()
            told = answered_until_killed(lan)
            end.join()
        kept = read_journal(out / "a.pdf" / NAME)
        assert told
        assert set(told) <= {each.right for each in kept.corrections}
        assert kept.unread_lines == ()
        assert (out / "a.pdf" / NAME).read_bytes().endswith(b"\n")
        assert register.taken("Minh") == {"a.pdf"}
    with browser() as driver:
        lan = Person(driver, address, "Lan")
        last = decided(out)[-1].right
        assert (here(lan), shown_number(lan)) == ("a.pdf", last)
        lan.press_with(Keys.CONTROL, Keys.ENTER)
        lan.wait("state.doc.folder === 'b.pdf' && !state.moving")
    assert decided_fields(decided(out))["/header/number"].right == last
    assert register.taken("Minh") == {"b.pdf"}
    register.close()


def test_a_document_that_cannot_be_opened_is_passed_over(sit_down, out):
    (out / "a.pdf" / ".reading.json.gz").unlink()
    lan, _, _ = sit_down()
    assert here(lan) == "b.pdf"
    assert "E412" in lan.state("document.getElementById('message').textContent")


def test_nobody_else_is_asked_for_anything(sit_down):
    """Every request of the browser, for all three ways, the keys and the end of a document, went to the desk."""
    lan, _, address = sit_down()
    for log in ("performance", "browser"):
        lan.driver.get_log(log)  # what was before
    lan.driver.refresh()
    lan.wait("state.doc")
    for key in (Keys.F3, Keys.F4, Keys.F2):
        lan.press(key)
        lan.wait("!state.moving")
    lan.press(*[Keys.ENTER] * 8)
    lan.wait("state.doc.folder === 'b.pdf'")
    events = [json.loads(entry["message"])["message"] for entry in lan.driver.get_log("performance")]
    asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    entries = lan.state("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert len(asked) > 10
    assert {urlsplit(url).netloc for url in [*asked, *entries]} == {urlsplit(address).netloc}
    blocked = lan.driver.execute_async_script(
        "const done = arguments[0]; fetch('http://127.0.0.1:9/').then(() => done(false), () => done(true));"
    )
    assert blocked
    told = [entry["message"] for entry in lan.driver.get_log("browser") if "127.0.0.1:9" not in entry["message"]]
    assert told == []  # no script error, nothing of the page's own against its policy
