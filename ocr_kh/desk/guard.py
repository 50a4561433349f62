# SPDX-License-Identifier: Apache-2.0
"""Who may ask the desk for anything. Every request passes here, whatever it is for.

host     the name that was asked for is ours: another site's name that leads to this machine (DNS rebinding) is not
origin   what changes something comes from our own page; other sites get no answer, and no CORS header
key      the cookie that the address with the token gave, or the password
answers  a policy that lets no script run but ours and lets the page ask nobody but us
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
PDF_POLICY = "frame-ancestors 'none'"
"""Of a PDF, which the browser's own viewer shows; the scripts and styles of that are none of ours."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
MOST_BYTES = 1 << 20
"""Of what is sent to us: the same word in a thousand places."""
_SAFE = frozenset({"GET", "HEAD"})
_OPEN_PATHS = ("/login", "/static/")
"""What needs no key: the question for the password, and how it looks."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens the desk."""

    port: int
    hosts: frozenset[str] | None = None
    """Names that it may be asked for by; None for any address in figures, where it is open to an office's network."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    """In the address that is told on the terminal; void where there is a password."""
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    password: str | None = None
    read_only: bool = False

    @property
    def cookie_name(self) -> str:
        """One a port: browsers do not part cookies by port."""
        return f"ocr-kh-{self.port}"

    def is_host(self, host: str) -> bool:
        """Whether a request's Host is ours."""
        try:
            parts = urlsplit(f"//{host}")
            name, port = parts.hostname or "", parts.port or 80
        except ValueError:
            return False
        return port == self.port and (name in self.hosts if self.hosts is not None else _is_address(name))

    def is_token(self, token: str) -> bool:
        return self.password is None and secrets.compare_digest(token.encode(), self.token.encode())

    def is_password(self, password: str) -> bool:
        return self.password is not None and secrets.compare_digest(password.encode(), self.password.encode())

    def is_cookie(self, header: str) -> bool:
        """Whether the Cookie header has our cookie."""
        try:
            found = SimpleCookie(header).get(self.cookie_name)
        except CookieError:
            return False
        return found is not None and secrets.compare_digest(found.value.encode(), self.cookie.encode())

    def set_cookie(self) -> str:
        """The Set-Cookie header that opens the desk for a browser."""
        return f"{self.cookie_name}={self.cookie}; Path=/; HttpOnly; SameSite=Strict"


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return name == "localhost"
    return True


class Guard:
    """What stands before the app."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self._app = app
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it."""
        if scope["type"] != "http":  # the server's own beginning and end; there are no web sockets here
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope, Headers(scope=scope))
        await (refusal or self._app)(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        """The answer to who may not ask, or has to ask otherwise; None for who may."""
        path, is_safe = scope["path"], scope["method"] in _SAFE
        if not self._keys.is_host(headers.get("host", "")):
            return _no(421, "This desk does not go by that name.")
        if not _is_from_us(headers, is_safe=is_safe):
            return _no(403, "Another site asks.")
        if not is_safe and int(headers.get("content-length") or MOST_BYTES + 1) > MOST_BYTES:
            return _no(413, "Too much at once.")
        if path.startswith(_OPEN_PATHS):
            return None
        if path == "/" and (token := _token(scope)):
            return self._entry() if self._keys.is_token(token) else _no(403, "This address is of another session.")
        if not self._keys.is_cookie(headers.get("cookie", "")):
            if self._keys.password is not None and path == "/":
                return RedirectResponse("/login", 303)
            return _no(401, "Open the address that ocr-kh review told you.")
        if not is_safe and self._keys.read_only and path != "/who":
            return _no(403, "This desk is only for reading.")
        return None

    def _entry(self) -> ASGIApp:
        """The key, and the address without the token, so that it stays in no history."""
        return RedirectResponse("/", 303, headers={"Set-Cookie": self._keys.set_cookie()})


def _is_from_us(headers: Headers, *, is_safe: bool) -> bool:
    """Whether the request comes from our page; what changes nothing may also come from nowhere (a typed address)."""
    origin = headers.get("origin")
    if origin is not None:
        return origin == f"http://{headers.get('host')}"
    return is_safe and headers.get("sec-fetch-site", "none") in {"none", "same-origin"}


def _token(scope: Scope) -> str:
    query: bytes = scope["query_string"]
    return parse_qs(query.decode("latin-1")).get("token", [""])[0]


def _no(status: int, reason: str) -> ASGIApp:
    return PlainTextResponse(reason, status)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            if headers.get("content-type") == "application/pdf":
                headers["Content-Security-Policy"] = PDF_POLICY
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending
