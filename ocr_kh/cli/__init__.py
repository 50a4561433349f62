# SPDX-License-Identifier: Apache-2.0
"""The command line: a thin skin over the library, and the only place that prints and exits.

arguments   what can be typed, and the help that teaches it
commands    one function a command
terminal    streams, log, progress and tables
reference   docs/cli.md out of the same arguments
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TYPE_CHECKING

from ocr_kh.cli.arguments import build_parser, language_asked_for
from ocr_kh.cli.terminal import configure_log, stdout_gone, use_utf8
from ocr_kh.errors import ExitCode, MachineError, OcrKhError, refused
from ocr_kh.messages import N_, translate, use_language

if TYPE_CHECKING:
    from collections.abc import Sequence

_log = logging.getLogger("ocr_kh.cli")

_INTERRUPTED = N_("Interrupted. What is finished is kept; the same command goes on where it stopped.")

_DEBUG_HINT = N_("The command with --debug shows where.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code (`ocr_kh.errors.ExitCode`)."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    use_utf8()
    use_language(language_asked_for(arguments))
    parser = build_parser()
    if not arguments:
        parser.print_help(sys.stderr)
        return ExitCode.USAGE
    configure_log()
    debug = "--debug" in arguments
    try:
        options = parser.parse_args(arguments)
        configure_log(options.log_format, quiet=options.quiet, debug=debug)
        code: int = options.run(options)
        sys.stdout.flush()
    except SystemExit as request:  # --help and --version
        return int(request.code or 0)
    except KeyboardInterrupt:
        _log.warning(translate(_INTERRUPTED), extra={"data": {"status": "interrupted"}})
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        stdout_gone()
        return ExitCode.DONE
    except Exception as error:  # noqa: BLE001 - the one place where errors become exit codes
        return _report(error, debug=debug)
    return code


def _report(error: Exception, *, debug: bool) -> ExitCode:
    """Say what went wrong, and which exit code it is."""
    if debug:
        traceback.print_exception(error)
    if isinstance(error, OSError):
        error = refused(error) or error
    if isinstance(error, ImportError):  # a system library that a dependency loads (libGL), or a broken installation
        error = MachineError(reason=error)
    if isinstance(error, OcrKhError):
        _log.error(str(error), extra={"data": {"code": error.code}})
        return error.exit_code
    fault = OcrKhError(reason=f"{type(error).__name__}: {error}")
    _log.error("%s %s", fault, translate(_DEBUG_HINT), extra={"data": {"code": fault.code}})
    return fault.exit_code
