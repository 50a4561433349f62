# SPDX-License-Identifier: Apache-2.0
"""What the page can ask for. Documents are found by their folder in index.csv, never by a path that was sent."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, unquote

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from ocr_kh.desk import pages, wording
from ocr_kh.desk.decisions import decide, decisions_of, take_back
from ocr_kh.desk.guard import Guard, Keys
from ocr_kh.desk.opened import Shelf
from ocr_kh.errors import MachineError, OcrKhError
from ocr_kh.messages import current_language
from ocr_kh.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from ocr_kh.acceptance.sampling.checks import Round
    from ocr_kh.corrections.correction import Correction
    from ocr_kh.desk.dictionary import OwnWords
    from ocr_kh.desk.documents import Card, Piles
    from ocr_kh.desk.register import Register
    from ocr_kh.desk.remaking import Remaking

WAYS = ("fields", "words", "pages")
_HERE = Path(__file__).parent
_LONGEST_NAME = 60
_WRONG_PASSWORD_SECONDS = 1.0
"""That an answer to a wrong password takes."""
_A_DAY = "private, max-age=86400"
_OF_DOCUMENTS = ("ocr_kh.batch.results.making", "ocr_kh.desk.fields", "ocr_kh.desk.words")
"""What documents are opened with, 0.5 s to load: the desk tells its address without it."""
_loading = Lock()
"""One thread at a time loads it: two that meet in modules which import each other find one of them half loaded."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All that the answers are made of."""

    out: Path
    piles: Piles
    register: Register
    keys: Keys
    remaking: Remaking | None
    """None where nothing is changed."""
    own_words: OwnWords
    ledger: Path | None = None
    """Where the ledger lies, if elsewhere than in the output folder."""
    shelf: Shelf = field(default_factory=Shelf)
    checking: Round | None = None
    """The round in which a second person checks a sample."""

    def may_decide(self, folder: str, who: str) -> bool:
        """Whether it is not that person's own work that would be checked."""
        return self.checking is None or who not in self.checking.others(folder)

    def card(self, request: Request) -> Card:
        """The document asked for, once what opens it is loaded. Raises HTTPException where index.csv has none."""
        _make_ready()
        card = self.piles.latest.cards.get(request.path_params["folder"])
        if card is None:
            raise HTTPException(404)
        return card

    def have_read_again(self, folder: str, decisions: Sequence[Correction]) -> None:
        """Have the next conversion read it again, where something is said of its pages. Raises LedgerError."""
        if any(each.kind == "page" for each in decisions):
            from ocr_kh.batch.run import open_ledger

            with closing(open_ledger(self.out, Settings(ledger=self.ledger))) as ledger:
                ledger.read_again(folder)


def build(desk: Desk) -> Starlette:
    """The application behind its guard."""
    routes = [
        Route("/", _page),
        Route("/login", _login, methods=["GET", "POST"]),
        Route("/who", _who, methods=["POST"]),
        Route("/start", _start),
        Route("/next/{way}", _next),
        Route("/document/{folder:path}", _document),
        Route("/alive/{folder:path}", _alive, methods=["POST"]),
        Route("/same/{folder:path}", _same),
        Route("/words/{number:int}/{folder:path}", _words),
        Route("/picture/{dpi:int}/{number:int}/{folder:path}", _picture),
        Route("/pdf/{folder:path}", _pdf),
        Route("/decide/{way}/{folder:path}", _decide, methods=["POST"]),
        Route("/finish/{way}/{folder:path}", _finish, methods=["POST"]),
        Route("/undo", _undo, methods=["POST"]),
        Route("/dictionary", _dictionary, methods=["POST"]),
        Mount("/static", StaticFiles(directory=_HERE / "static")),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Guard, keys=desk.keys)],
        exception_handlers={OcrKhError: _fault},
    )
    app.state.desk = desk
    app.state.templates = Jinja2Templates(directory=_HERE / "templates")
    return app


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _name(request: Request) -> str:
    """Who sits there; empty where nobody said."""
    return unquote(request.cookies.get("ocr-kh-name", ""))[:_LONGEST_NAME]


def _way(request: Request) -> str:
    """The way of working that is asked for. Raises HTTPException for none of ours."""
    way: str = request.path_params["way"]
    if way not in WAYS:
        raise HTTPException(404)
    return way


def _reader(request: Request) -> str:
    """Who decides. Raises HTTPException where nobody said: a decision has a name."""
    if name := _name(request):
        return name
    raise HTTPException(403)


async def _fault(_request: Request, error: Exception) -> Response:
    status = 503 if isinstance(error, MachineError) else 422
    return JSONResponse({"error": str(error)}, status)


def _page(request: Request) -> Response:
    templates: Jinja2Templates = request.app.state.templates
    return templates.TemplateResponse(
        request, "desk.html", {"say": wording.said(), "language": current_language(), "ways": WAYS}
    )


async def _login(request: Request) -> Response:
    keys, wrong = _desk(request).keys, False
    if request.method == "POST":
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        if keys.is_password(form.get("password", [""])[0]):
            return RedirectResponse("/", 303, headers={"Set-Cookie": keys.set_cookie()})
        await asyncio.sleep(_WRONG_PASSWORD_SECONDS)
        wrong = True
    templates: Jinja2Templates = request.app.state.templates
    context = {"say": wording.said(), "language": current_language(), "wrong": wrong}
    return templates.TemplateResponse(request, "login.html", context, status_code=403 if wrong else 200)


async def _who(request: Request) -> Response:
    name = " ".join(str((await request.json()).get("name", "")).split())[:_LONGEST_NAME]
    answer = JSONResponse({"name": name})
    answer.set_cookie("ocr-kh-name", quote(name), max_age=365 * 86400, httponly=True, samesite="strict")
    return answer


def _start(request: Request) -> Response:
    """What the page needs once: words, keys, lists."""
    desk = _desk(request)
    return JSONResponse(
        {
            "say": wording.said(),
            "keys": wording.keys(),
            "name": _name(request),
            "read_only": desk.keys.read_only,
            "lists": {column: list(values) for column, values in desk.piles.latest.listed.items()},
            "counts": {way: _counts(desk, way, _name(request)) for way in WAYS},
        },
        background=BackgroundTask(_make_ready),
    )


def _make_ready() -> None:
    """Load what documents are opened with: while the page is drawn, or once a document is asked for."""
    with _loading:
        for module in _OF_DOCUMENTS:
            import_module(module)


def _counts(desk: Desk, way: str, who: str) -> dict[str, int]:
    cards = desk.piles.latest.cards
    finished = len(desk.register.finished(way) & cards.keys())
    return {"done": finished, "left": len(cards) - finished, "rate": desk.register.rate(way, who)}


def _next(request: Request) -> Response:
    """The document to go on with: behind the given one, or where the reader stopped, or the most useful one."""
    desk, way, who = _desk(request), _way(request), _name(request)
    passed = desk.register.finished(way) | desk.register.taken(who)
    cards = desk.piles.look_again().cards
    folders = list(cards)
    if behind := request.query_params.get("behind"):
        at = folders.index(behind) if behind in cards else -1
        folders = folders[at + 1 :] + folders[: at + 1]
    elif (stood := desk.register.stood(who, way) or "") in cards.keys() - passed and desk.may_decide(stood, who):
        return JSONResponse({"folder": stood})
    left = (folder for folder in folders if folder not in passed and desk.may_decide(folder, who))
    return JSONResponse({"folder": next(left, None)})


def _document(request: Request) -> Response:
    """A document with its fields, doubtful words and pages; `look` leaves it to whoever wants it."""
    desk, card, who = _desk(request), _desk(request).card(request), _name(request)
    from ocr_kh.desk.fields import fields, fields_unseen  # behind `card`, which loads it where no other thread does
    from ocr_kh.desk.words import doubtful_words

    taken = None
    if not (desk.keys.read_only or "look" in request.query_params):
        taken = desk.register.take(card.folder, who)
        if (way := request.query_params.get("way")) in WAYS and way:
            desk.register.stand(who, way, card.folder)
    opened, checking = desk.shelf.take(desk.out / card.folder), desk.checking
    return JSONResponse(
        {
            "folder": card.folder,
            "title": card.title,
            "path": card.path,
            "taken": taken,
            "has_pdf": (opened.folder / pages.PDF).is_file(),
            "fields": (
                fields_unseen(opened, checking.decided(card.folder), checking.fields_of(card.folder))
                if checking
                else fields(opened)
            ),
            "words": doubtful_words(opened, desk.own_words.words),
            "pages": pages.pages(opened),
        }
    )


def _alive(request: Request) -> Response:
    """The reader is still there."""
    desk = _desk(request)
    return JSONResponse({"taken": desk.register.take(desk.card(request).folder, _name(request))})


def _same(request: Request) -> Response:
    """Every place in the document that has a word."""
    desk = _desk(request)
    opened = desk.shelf.take(desk.out / desk.card(request).folder)
    from ocr_kh.desk.words import same_words

    return JSONResponse(same_words(opened, request.query_params.get("text", "")))


def _words(request: Request) -> Response:
    desk = _desk(request)
    opened = desk.shelf.take(desk.out / desk.card(request).folder)
    return JSONResponse(pages.words_of(opened, request.path_params["number"]))


def _picture(request: Request) -> Response:
    desk, dpi = _desk(request), request.path_params["dpi"]
    if dpi not in {pages.DPI, pages.THUMBNAIL_DPI}:
        raise HTTPException(404)
    drawn = pages.picture(desk.out / desk.card(request).folder, request.path_params["number"], dpi)
    if drawn is None:
        raise HTTPException(404)
    return Response(drawn, media_type="image/jpeg", headers={"Cache-Control": _A_DAY})


def _pdf(request: Request) -> Response:
    path = _desk(request).out / _desk(request).card(request).folder / pages.PDF
    if not path.is_file():
        raise HTTPException(404)
    return FileResponse(path, media_type="application/pdf", content_disposition_type="inline", filename=pages.PDF)


async def _decide(request: Request) -> Response:
    """Decisions on the disk, then the answer."""
    return await run_in_threadpool(_decided, request, await _json(request))


def _decided(request: Request, records: Any) -> Response:
    desk, way, who = _desk(request), _way(request), _reader(request)
    folder = desk.card(request).folder
    if taken := desk.register.take(folder, who):
        return JSONResponse({"error": wording.said()["taken"].replace("{name}", taken), "taken": taken}, 409)
    if not desk.may_decide(folder, who):
        return JSONResponse({"error": wording.said()["own_work"]}, 409)
    made = decisions_of(records if isinstance(records, list) else [records], who)
    decide(desk.out / folder, made)
    if desk.checking:
        desk.checking.enter(folder, made)
    desk.register.enter(who, way, folder, made)
    desk.have_read_again(folder, made)
    return JSONResponse({"decisions": [each.as_record() for each in made]})


def _finish(request: Request) -> Response:
    """The reader is through with a document."""
    desk, way, who = _desk(request), _way(request), _reader(request)
    folder = desk.card(request).folder
    if not desk.may_decide(folder, who):  # passed by, and left to another person
        return JSONResponse(_counts(desk, way, who))
    desk.register.finish(way, folder, who)
    if desk.checking and way == "fields":
        desk.checking.finish(folder, who)
    if desk.remaking:
        desk.remaking.ask()
    return JSONResponse(_counts(desk, way, who))


def _undo(request: Request) -> Response:
    """The reader's last step taken back, and where it was."""
    desk, who = _desk(request), _reader(request)
    step = desk.register.last_step(who)
    while step and step.folder not in desk.piles.latest.cards:  # cut otherwise since: its folder is no more
        desk.register.undo(step)
        step = desk.register.last_step(who)
    if step is None:
        return JSONResponse({"folder": None})
    if taken := desk.register.take(step.folder, who):
        return JSONResponse({"error": wording.said()["taken"].replace("{name}", taken), "taken": taken}, 409)
    undone = take_back(desk.out / step.folder, step.decisions, who)
    if desk.checking:
        desk.checking.enter(step.folder, undone)
        if step.way == "fields":
            desk.checking.finish(step.folder, who, through=False)
    desk.register.undo(step)
    desk.have_read_again(step.folder, step.decisions)
    return JSONResponse(
        {
            "folder": step.folder,
            "way": step.way,
            "decisions": [each.as_record() for each in step.decisions],
            "counts": _counts(desk, step.way, who),
        }
    )


async def _dictionary(request: Request) -> Response:
    word = str((await _json(request)).get("word", ""))
    await run_in_threadpool(_desk(request).own_words.add, word)
    return JSONResponse({"word": word})


async def _json(request: Request) -> Any:
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise HTTPException(415)
    try:
        return await request.json()
    except ValueError as error:
        raise HTTPException(400) from error
