# SPDX-License-Identifier: Apache-2.0
"""What all tests share: one memory of what was read, which process runs what, English messages, the project's tools."""

from __future__ import annotations

import gc
import importlib.util
import os
import shutil
import sys
import tempfile
from contextlib import chdir
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from ocr_kh.batch.workers import pool
from ocr_kh.messages import use_language
from tests.remembering_engine import MEMORY, forget, keep_engines, remember

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess
    from types import ModuleType

    from xdist.remote import Producer

os.environ["OMP_THREAD_LIMIT"] = "1"

# A machine under load is slow without being wrong.
settings.register_profile("ours", deadline=None)
settings.load_profile("ours")

# Test processes, and programs that they start, keep what they compile, whatever the machine says: to compile the code,
# and the asserts of tests, takes as long as all else that collecting them takes.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

ROOT = Path(__file__).resolve().parent.parent
collect_ignore = [
    "warm_workers.py",
    "remembering_engine.py",
    "warm_desk.py",
    *(f"drill/{name}.py" for name in ("failure_by_counter", "failing_system", "bad_files")),
]
"""What the fork server loads, and programs of the drill with what they need: no tests, nor modules of a package."""


def pytest_configure(config: pytest.Config) -> None:
    """One memory of what the engine has read, for all processes of the session (`remembering_engine`)."""
    if not hasattr(config, "workerinput"):
        os.environ[MEMORY] = tempfile.mkdtemp(prefix="ocr-kh-engine-")
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(MEMORY), ignore_errors=True))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[object]:
    """What is collected stays to the end: that it is no garbage need not be found out, then nor later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> object:
    """Give what belongs `together` to one process, which makes once what it shares; in the order of their names.

    Marks of `xdist_group` would say the same, but pytest 9.2 does not let pytest-xdist 3.8 write them into names, and
    tests are spread as if they were not there (pytest-xdist issue 1386).
    """
    if config.getvalue("dist") != "loadscope":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return together(nodeid)

    return Together(config, log)


def together(name: str) -> str:
    """What the tests that are to run in one process have in common: their file, in the pipeline their parameters too.

    A sample is converted once for all tests of it, and samples go side by side; so do problem files.

    >>> together("tests/unit/plan/test_budget.py::test_sum[two lines]")
    'tests/unit/plan/test_budget.py'
    >>> together("tests/pipeline/test_samples_convert.py::test_signer_of_a_scan_is_right[chi-thi.png]")
    'tests/pipeline/test_samples_convert.py[chi-thi.png]'
    """
    file, _, test = name.partition("::")
    return file + "".join(test.partition("[")[1:]) if file.startswith("tests/pipeline/") else file


@pytest.fixture(scope="session", autouse=True)
def _remembering_engine() -> None:
    remember()


@pytest.fixture(scope="session", autouse=True)
def _no_wait_for_the_disk() -> Iterator[None]:
    """No test cuts the power: what is written need not be on the disk at once. So it is in workers (`warm_workers`)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture
def forgetful_engine() -> Iterator[None]:
    """The engine itself, for what a test has read in this process."""
    forget()
    yield
    remember()


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages in English, whatever the locale of the machine and whatever the test before chose."""
    monkeypatch.setenv("LANGUAGE", "en")
    use_language("en")


@pytest.fixture(scope="session", autouse=True)
def _warm_workers() -> Iterator[None]:
    """Workers that this process starts have models and dictionaries loaded (`warm_workers`), and share engines."""
    cold = pool._context
    keepers: list[BaseProcess] = []

    @cache
    def warm() -> BaseContext:
        context = cold()
        if context.get_start_method() == "forkserver":
            from multiprocessing.forkserver import ensure_running

            context.set_forkserver_preload(["warm_workers"])
            with chdir(Path(__file__).parent):  # where a new interpreter looks first
                ensure_running()
            keepers.append(context.Process(target=keep_engines, daemon=True))  # type: ignore[attr-defined]
            keepers[0].start()
        return context

    pool._context = warm
    yield
    pool._context = cold
    for keeper in keepers:
        keeper.terminate()
        keeper.join()


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
