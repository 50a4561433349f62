# SPDX-License-Identifier: Apache-2.0
"""The tree of errors: codes, exit codes, translations, and the way between processes."""

from __future__ import annotations

import errno
import pickle
import string

import pytest

from ocr_kh import errors
from ocr_kh.errors import ExitCode, OcrKhError
from ocr_kh.messages import use_language

FAMILIES = {
    errors.UsageError: ("E2", ExitCode.USAGE),
    errors.MachineError: ("E3", ExitCode.MACHINE),
    errors.InputError: ("E4", ExitCode.UNREADABLE),
    errors.PageError: ("E5", ExitCode.PARTLY),
    errors.StoppedError: ("E6", ExitCode.PARTLY),
}


@pytest.fixture(scope="module")
def kinds(tool):
    return sorted(tool("reference").all_errors(), key=lambda kind: kind.code)


def details(kind: type[OcrKhError]) -> dict[str, object]:
    """A value for each place in the template."""
    return {name: f"<{name}>" for _, name, _, _ in string.Formatter().parse(kind.template) if name}


def test_errors_codes_are_unique(kinds):
    codes = [kind.code for kind in kinds]
    assert sorted(set(codes)) == codes


def test_errors_have_templates_of_their_own(kinds):
    templates = [kind.template for kind in kinds]
    assert len(set(templates)) == len(templates)


def test_errors_code_and_exit_code_follow_the_family(kinds):
    for kind in kinds:
        first, code = next(
            (rule for family, rule in FAMILIES.items() if issubclass(kind, family)),
            ("E1", ExitCode.OUR_FAULT),
        )
        assert kind.code.startswith(first), kind
        assert kind.exit_code is code, kind


def test_errors_show_code_and_details(kinds):
    for kind in kinds:
        shown = str(kind(**details(kind)))
        assert shown.startswith(f"[{kind.code}] ")
        assert all(str(value) in shown for value in details(kind).values())


def test_errors_speak_vietnamese(kinds):
    english = {kind: kind(**details(kind)).message for kind in kinds}
    use_language("vi")
    for kind in kinds:
        message = kind(**details(kind)).message
        assert message != english[kind], kind
        assert all(str(value) in message for value in details(kind).values()), kind


def test_errors_travel_between_processes(kinds):
    for kind in kinds:
        error = pickle.loads(pickle.dumps(kind(**details(kind))))  # noqa: S301 - our own bytes
        assert type(error) is kind
        assert error.details == details(kind)


def test_errors_exit_codes_are_the_contract():
    expected = {"DONE": 0, "OUR_FAULT": 1, "USAGE": 2, "MACHINE": 3, "UNREADABLE": 4, "PARTLY": 5, "INTERRUPTED": 130}
    assert expected == {code.name: int(code) for code in ExitCode}


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/archive/a"), errors.OutputError),
        (OSError(errno.EIO, "Input/output error", "/archive/a"), errors.RefusedError),
        (OSError(errno.EMFILE, "Too many open files"), errors.RefusedError),
        (PermissionError(errno.EACCES, "Permission denied", "/models/a"), errors.RefusedError),
        (OSError("image file is truncated"), None),  # Pillow, of a file
        (OSError(errno.EBADF, "Bad file descriptor"), None),  # what only a fault of ours asks for
    ],
)
def test_errors_what_the_system_refuses_is_the_machines(error, kind):
    refusal = errors.refused(error)
    assert type(refusal) is (kind or type(None))
    assert refusal is None or error.strerror in str(refusal)
