# SPDX-License-Identifier: Apache-2.0
"""What all tests share: one engine that reads nothing twice, English messages, and the project's own tools."""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import tempfile
from contextlib import chdir
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from ocr_kh.batch.workers import pool
from ocr_kh.messages import use_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.context import BaseContext
    from types import ModuleType

os.environ["OMP_THREAD_LIMIT"] = "1"

# A machine under load is slow without being wrong.
settings.register_profile("ours", deadline=None)
settings.load_profile("ours")

ENGINE = "OCR_KH_TESTS_PATH"
"""The variable that holds the PATH without the engine that remembers."""
ROOT = Path(__file__).resolve().parent.parent
collect_ignore = ["warm_workers.py", "drill/failure_by_counter.py", "drill/failing_system.py", "drill/bad_files.py"]
"""What the fork server imports, and programs of the drill with what they need: no tests, nor modules of a package."""


_REMEMBERING = """#!/bin/sh
case "$* " in *.pgm\\ *_create_hocr=1*\\ hocr\\ ) ;; *) exec {tesseract} "$@" ;; esac
case "$*" in *_create_[!h]*) exec {tesseract} "$@" ;; esac
image=$1 out=$2
shift 2
key=$({{ printf '%s\\n' "$TESSDATA_PREFIX" "$@"; {cat} "$image"; }} | {sha256sum})
known={folder}/${{key%% *}}
if [ ! -f "$known" ]; then
    {setpriv} --pdeathsig KILL {tesseract} "$image" "$known.$$" "$@" || exit $?
    {mv} "$known.$$.hocr" "$known" || exit 1
fi
exec {cat} "$known" > "$out.hocr"
"""
"""Tesseract, but an image that it has read in this session, in any process, gets the answer of that time.

Nearly half of what the tests have read are pages that another test had read before, and the same image and arguments
give the same answer. Killed while it reads, it takes the engine along. What is no reading of one image into hOCR alone
goes to the engine itself."""


def pytest_configure(config: pytest.Config) -> None:
    """Put an engine that remembers before the real one, for this process and all that it starts."""
    tools = {name: shutil.which(name) for name in ("tesseract", "cat", "sha256sum", "setpriv", "mv")}
    if hasattr(config, "workerinput") or ENGINE in os.environ or not all(tools.values()):
        return
    folder = Path(tempfile.mkdtemp(prefix="ocr-kh-engine-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    (folder / "bin").mkdir()
    program = folder / "bin" / "tesseract"
    quoted = {name: shlex.quote(str(path)) for name, path in {**tools, "folder": folder}.items()}
    program.write_text(_REMEMBERING.format(**quoted), encoding="utf-8")
    program.chmod(0o755)
    before = os.environ["PATH"]
    os.environ[ENGINE], os.environ["PATH"] = before, f"{folder / 'bin'}{os.pathsep}{before}"


@pytest.fixture
def forgetful_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine itself, for what a test starts: it is to be at work when something happens to it."""
    monkeypatch.setenv("PATH", os.environ.get(ENGINE, os.environ["PATH"]))


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages in English, whatever the locale of the machine and whatever the test before chose."""
    monkeypatch.setenv("LANGUAGE", "en")
    use_language("en")


@pytest.fixture(scope="session", autouse=True)
def _warm_workers() -> Iterator[None]:
    """Workers that this process starts begin with models and dictionaries loaded (`warm_workers`)."""
    cold = pool._context

    @cache
    def warm() -> BaseContext:
        context = cold()
        if context.get_start_method() == "forkserver":
            from multiprocessing.forkserver import ensure_running

            context.set_forkserver_preload(["warm_workers"])
            with chdir(Path(__file__).parent):  # where a new interpreter looks first
                ensure_running()
        return context

    pool._context = warm
    yield
    pool._context = cold


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def tool() -> Callable[[str], ModuleType]:
    """Loads one of the project's tools in .ci by name."""

    def load(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(f"ci_{name}", ROOT / ".ci" / f"{name}.py")
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load
