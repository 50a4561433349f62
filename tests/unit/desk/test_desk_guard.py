# SPDX-License-Identifier: Apache-2.0
"""Who may ask the desk, and who may not: each manner with what it lets through and what it stops."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from ocr_kh.desk.guard import Keys

PORT = 8123
SECRET = "mật khẩu dài"  # noqa: S105 - invented
HERE = f"127.0.0.1:{PORT}"


@pytest.fixture
def stranger(lan):
    """A browser without the key."""
    return TestClient(lan.app, f"http://{HERE}", follow_redirects=False)


def test_the_token_gives_a_key_that_scripts_and_other_sites_do_not_get(stranger, keys):
    answer = stranger.get(f"/?token={keys.token}")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"  # the token stays in no history
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert stranger.get("/start").status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/start", "/document/a.pdf", "/picture/150/1/a.pdf", "/pdf/a.pdf", "/next/fields"]
)
def test_without_the_key_nothing_is_told(stranger, path):
    assert stranger.get(path).status_code == 401


@pytest.mark.parametrize("token", ["x", "", "ü"])
def test_a_wrong_token_opens_nothing(stranger, token):
    answer = stranger.get("/", params={"token": token})
    assert answer.status_code in {401, 403}
    assert "set-cookie" not in answer.headers


def test_a_key_of_another_desk_opens_nothing(stranger, keys):
    stranger.cookies.set(keys.cookie_name, Keys(PORT).cookie)
    assert stranger.get("/start").status_code == 401


@pytest.mark.parametrize("host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:80", "", "[::1"])
def test_another_sites_name_that_leads_here_is_not_ours(lan, host):
    """DNS rebinding: the browser believes that it speaks to that site, and has no cookie of ours; still no answer."""
    assert lan.get("/start", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", [HERE, f"localhost:{PORT}"])
def test_our_own_names_are_ours(lan, host):
    assert lan.get("/start", headers={"Host": host, "Origin": f"http://{host}"}).status_code == 200


def test_an_office_asks_by_an_address_in_figures_never_by_a_name(opened_desk):
    office = Keys(PORT, password=SECRET)
    with opened_desk(office) as client:
        lan = client()
        for host, status in ((f"192.168.1.20:{PORT}", 200), (f"evil.example:{PORT}", 421)):
            answer = lan.get("/start", headers={"Host": host, "Origin": f"http://{host}"})
            assert answer.status_code == status


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", f"https://{HERE}"])
@pytest.mark.parametrize("path", ["/undo", "/start"])
def test_another_site_gets_no_answer(lan, origin, path):
    answer = lan.request("POST" if path == "/undo" else "GET", path, headers={"Origin": origin}, json={})
    assert answer.status_code == 403
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_what_changes_something_has_to_say_where_it_comes_from(lan):
    del lan.headers["origin"]
    assert lan.get("/start").status_code == 200
    assert lan.post("/undo", json={}).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_picture_on_another_site_shows_nothing(lan, site):
    del lan.headers["origin"]
    assert lan.get("/picture/20/1/a.pdf", headers={"Sec-Fetch-Site": site}).status_code == 403
    assert lan.get("/picture/20/1/a.pdf", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/start", "/static/desk.js", "/nothing"])
def test_every_answer_has_the_policy(lan, path):
    headers = lan.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


def test_a_pdf_is_shown_by_the_browser_and_on_no_other_page(lan):
    headers = lan.get("/pdf/a.pdf").headers
    assert headers["content-security-policy"] == "frame-ancestors 'none'"
    assert headers["content-type"] == "application/pdf"


def test_the_page_has_no_script_or_style_in_it(lan):
    page = lan.get("/").text
    assert "<script src=" in page
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick" not in page
    assert "http:" not in page.replace("http://www.w3.org", "")


@pytest.mark.parametrize(
    "folder", ["../a.pdf", "a.pdf/..", "%2e%2e/secret", "/etc/passwd", "c.pdf", "a.pdf/text.txt", ""]
)
@pytest.mark.parametrize("path", ["/document/{}", "/pdf/{}", "/picture/150/1/{}", "/words/1/{}", "/same/{}"])
def test_paths_are_those_of_the_index(lan, path, folder):
    assert lan.get(path.format(folder)).status_code == 404


@pytest.mark.parametrize("path", ["/next/odd", "/decide/odd/a.pdf", "/finish/odd/a.pdf"])
def test_there_are_three_ways_of_working(lan, path):
    answer = lan.get(path) if path.startswith("/next") else lan.post(path, json=[])
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd"])
def test_static_files_are_those_of_the_folder(lan, path):
    assert lan.get(path).status_code == 404


@pytest.mark.parametrize("resolution", [1, 149, 100_000])
def test_pictures_come_in_two_sizes(lan, resolution):
    assert lan.get(f"/picture/{resolution}/1/a.pdf").status_code == 404
    assert lan.get("/picture/150/1/a.pdf").headers["content-type"] == "image/jpeg"
    assert lan.get("/picture/150/2/a.pdf").status_code == 404


def test_too_much_at_once_is_refused(lan):
    assert lan.post("/decide/words/a.pdf", json=["x" * (1 << 20)]).status_code == 413
    assert lan.post("/decide/words/a.pdf", content=iter([b"[]"])).status_code == 413  # of unknown length


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_what_a_form_of_another_site_could_send_is_refused(lan, kind):
    assert lan.post("/decide/words/a.pdf", content=b"[]", headers={"Content-Type": kind}).status_code == 415


def test_read_only_shows_all_and_changes_nothing(opened_desk, out):
    with opened_desk(Keys(PORT, frozenset({"127.0.0.1"}), read_only=True)) as client:
        lan = client()
        decision = lan.get("/document/a.pdf").json()["fields"][0]["decision"]
        for path, body in (("/decide/fields/a.pdf", [decision]), ("/undo", {}), ("/dictionary", {"word": "x"})):
            assert lan.post(path, json=body).status_code == 403
    assert not (out / "a.pdf" / "corrections.jsonl").exists()


def test_a_password_opens_and_a_wrong_one_does_not(opened_desk, monkeypatch):
    monkeypatch.setattr("ocr_kh.desk.app._WRONG_PASSWORD_SECONDS", 0)
    keys = Keys(PORT, frozenset({"127.0.0.1"}), password=SECRET)
    with opened_desk(keys) as client:
        lan = client(name=None)
        lan.cookies.clear()
        lan.follow_redirects = False
        assert lan.get("/").headers["location"] == "/login"
        assert lan.get(f"/?token={keys.token}").status_code == 403  # no way around the password
        wrong = lan.post("/login", data={"password": "mật khẩu"})
        assert wrong.status_code == 403
        assert "set-cookie" not in wrong.headers
        assert lan.get("/start").status_code == 401
        assert lan.post("/login", data={"password": SECRET}).status_code == 303
        assert lan.get("/start").status_code == 200
