# SPDX-License-Identifier: Apache-2.0
"""Debian's chromium before the desk (`ocr-kh review`), driven without a screen: for tests, figures and pictures.

Nothing is downloaded, and the browser is told to ask nobody for anything. `person` is somebody at the keyboard.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
_QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--lang=en",
)  # fmt: skip
_ROOT = str(Path(__file__).resolve().parent.parent)
WINDOW = (1280, 800)
"""Of the browser, in pixels: what an office's old screen shows."""
_WAIT_SECONDS = 15.0


@contextmanager
def desk(out: Path, *arguments: str, language: str = "en") -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A desk over an output folder, and its address."""
    command = [sys.executable, "-m", "ocr_kh", "review", str(out), "--lang", language, *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": _ROOT}
    ) as process:
        if process.stdout is None:
            raise RuntimeError
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.terminate()


@contextmanager
def browser() -> Iterator[Any]:
    """A chromium with a profile of its own, and selenium's driver for it."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    with tempfile.TemporaryDirectory(prefix="ocr-kh-chromium-") as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = str(CHROMIUM)
        for argument in (*_QUIET, f"--user-data-dir={profile}", f"--window-size={WINDOW[0]},{WINDOW[1]}"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        driver = webdriver.Chrome(options, Service(str(DRIVER)))
        try:
            yield driver
        finally:
            driver.quit()


def kill_browser(driver: Any) -> None:
    """End the chromium of a driver and all its processes (Linux); the driver last, which would wait for it for ever."""
    process = driver.service.process.pid
    for child in (*_below(process), process):
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def _below(process: int) -> list[int]:
    """The processes that one began, any of its threads, and those that they did."""
    children: list[int] = []
    for thread in Path("/proc", str(process), "task").glob("*/children"):
        with suppress(OSError):  # it has ended since
            children += map(int, thread.read_text(encoding="ascii").split())
    return [*children, *(below for child in children for below in _below(child))]


class Person:
    """Somebody at the keyboard of a desk; keys only."""

    def __init__(self, driver: Any, address: str, name: str) -> None:
        self.driver = driver
        self.keys_pressed = 0
        driver.get(address)
        self.wait("document.querySelector('#name').open || state.doc")
        if driver.execute_script("return document.querySelector('#name').open"):
            self.press(name, "\ue007")
        self.wait("state.doc")
        self.keys_pressed = 0

    def wait(self, condition: str) -> Any:
        """Until the script's expression is true; what it is. Raises TimeoutException."""
        from selenium.webdriver.support.ui import WebDriverWait

        script = f"return (() => {{ try {{ return ({condition}); }} catch {{ return false; }} }})()"
        return WebDriverWait(self.driver, _WAIT_SECONDS, poll_frequency=0.02).until(
            lambda driver: driver.execute_script(script)
        )

    def press(self, *keys: str) -> None:
        """Press keys one after the other (selenium's codes for those without a letter)."""
        from selenium.webdriver import ActionChains

        actions = ActionChains(self.driver, duration=0)
        for key in keys:
            actions.send_keys(key)
            self.keys_pressed += len(key)
        actions.perform()

    def press_with(self, held: str, key: str) -> None:
        """Press a key while another is held."""
        from selenium.webdriver import ActionChains

        ActionChains(self.driver, duration=0).key_down(held).send_keys(key).key_up(held).perform()
        self.keys_pressed += 1

    def settle(self) -> None:
        """Wait until all that was decided is answered."""
        self.driver.execute_async_script("const done = arguments[0]; state.busy.then(() => setTimeout(done, 0));")

    def state(self, expression: str) -> Any:
        """What the page knows."""
        return self.driver.execute_script(f"return {expression}")
