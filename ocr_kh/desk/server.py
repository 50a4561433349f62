# SPDX-License-Identifier: Apache-2.0
"""The desk from its first breath to Ctrl-C: a socket on this machine, the app on it, files made again beside it."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uvicorn

from ocr_kh.desk.app import Desk, build
from ocr_kh.desk.dictionary import OwnWords
from ocr_kh.desk.documents import Piles
from ocr_kh.desk.guard import Keys
from ocr_kh.desk.register import NAME, Register
from ocr_kh.desk.remaking import Remaking
from ocr_kh.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ocr_kh.acceptance.sampling.checks import Round

THIS_MACHINE = "127.0.0.1"
_NAMES = frozenset({THIS_MACHINE, "localhost"})
_END_SECONDS = 3
"""That answers under way get when the desk closes."""


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """How a desk is opened."""

    out: Path
    ledger: Path | None = None
    dictionary: Path | None = None
    """A folder of dictionaries for the reader's own words."""
    address: str = THIS_MACHINE
    port: int = 0
    """0 for one that the system chooses."""
    password: str | None = None
    """Asked of everybody; without one the address has a token."""
    read_only: bool = False
    sample: Path | None = None
    """The file of a sample that a second person checks."""


def serve(settings: DeskSettings, told: Callable[[str], None]) -> None:
    """Keep the desk open until a signal ends it; `told` gets the address when it can be asked.

    Raises PathMissingError where nothing was converted, RefusedError where the address cannot be used.
    """
    with _listening(settings.address, settings.port) as listening, _desk(settings, listening) as desk:
        config = uvicorn.Config(
            build(desk),
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            proxy_headers=False,
            timeout_graceful_shutdown=_END_SECONDS,
        )
        told(_address(settings, desk.keys))
        uvicorn.Server(config).run(sockets=[listening])


@contextmanager
def _listening(address: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:  # asyncio sends at once on these
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((address, port))
            listening.listen()
        except OSError as error:
            raise RefusedError(path=f"{address}:{port}", reason=error.strerror or str(error)) from error
        yield listening


@contextmanager
def _desk(settings: DeskSettings, listening: socket.socket) -> Iterator[Desk]:
    hosts = _NAMES if settings.address in _NAMES else None
    keys = Keys(listening.getsockname()[1], hosts, password=settings.password, read_only=settings.read_only)
    checking = _round(settings)
    piles, own_words = Piles(settings.out, checking.folders if checking else None), OwnWords(settings.dictionary)
    register = Register(None if settings.read_only else _register(settings, checking))
    remaking = None if settings.read_only else Remaking(settings.out, settings.ledger, register)
    try:
        if remaking:
            remaking.start()
        yield Desk(settings.out, piles, register, keys, remaking, own_words, settings.ledger, checking=checking)
    finally:
        if remaking:
            remaking.close()
        register.close()


def _round(settings: DeskSettings) -> Round | None:
    """The checking round of the sample that is given. Raises PathMissingError, UsageError."""
    if settings.sample is None:
        return None
    from ocr_kh.acceptance.sampling.checks import Round
    from ocr_kh.acceptance.sampling.sample import read_sample

    return Round(settings.out, read_sample(settings.sample))


def _register(settings: DeskSettings, checking: Round | None) -> Path:
    """Of a round its own: what is done there says nothing of the ordinary work."""
    return checking.path.with_name(f".{checking.path.stem}{NAME}") if checking else settings.out / NAME


def _address(settings: DeskSettings, keys: Keys) -> str:
    name = f"[{settings.address}]" if ":" in settings.address else settings.address
    token = "" if settings.password is not None else f"?token={keys.token}"
    return f"http://{name}:{keys.port}/{token}"
