# SPDX-License-Identifier: Apache-2.0
"""The command line without the engine: help, usage, exit codes, streams and log."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

import ocr_kh
from ocr_kh.cli import commands, main
from ocr_kh.cli.arguments import build_parser, language_asked_for
from ocr_kh.errors import DamagedError, EngineMissingError, ExitCode, PathMissingError, UsageError
from ocr_kh.outcome import Outcome

COMMANDS = (
    "init",
    "convert",
    "watch",
    "export",
    "import",
    "review",
    "learn",
    "find",
    "count",
    "sample",
    "minutes",
    "lint",
    "privacy",
    "dossier",
    "deliver",
    "verify",
    "status",
    "repair",
    "parse",
    "inspect",
    "evaluate",
    "train",
    "doctor",
    "schema",
    "help",
)
PROGRAM = [sys.executable, "-m", "ocr_kh"]


@pytest.fixture
def stdin(monkeypatch):
    def give(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="ascii"))

    return give


@pytest.fixture
def raising(monkeypatch):
    """Lets `doctor` end in an exception."""

    def set_up(error: BaseException) -> None:
        def fail(**_: object) -> None:
            raise error

        monkeypatch.setattr("ocr_kh.doctor.examine", fail)

    return set_up


ROW = {"document_type": "KẾ HOẠCH", "number": "05", "symbol": "KH-UBND", "date": "2026-03-04", "repairs": "2"}


def outcome(status="done", error=None, failed_pages=(), row=None):
    return Outcome(
        path="a.pdf",
        folder=Path("out/a.pdf") if error is None else None,
        status=status,
        pages=3,
        failed_pages=failed_pages,
        error=error,
        seconds=1.5,
        row=None if status == "unchanged" else row or ROW,
    )


@pytest.fixture
def converting(monkeypatch):
    """Lets `convert` yield given outcomes, or raise what stands among them."""

    def set_up(*outcomes: object) -> None:
        def convert(*_: object, **__: object):
            for given in outcomes:
                if isinstance(given, BaseException):
                    raise given
                yield given

        monkeypatch.setattr("ocr_kh.batch.run.convert", convert)

    return set_up


# --- help and usage ---


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("language", ["en", "vi"])
def test_cli_every_command_has_help(capsys, command, language):
    assert main([command, "--help", "--lang", language]) == ExitCode.DONE
    shown = capsys.readouterr().out
    examples = {"en": "examples:", "vi": "ví dụ:"}[language]
    assert re.search(rf"{examples}\n +ocr-kh {command}|{examples}(\n.*)+ocr-kh {command}", shown)


@pytest.mark.parametrize("command", [[], *([command] for command in COMMANDS)])
def test_cli_vietnamese_help_has_no_english_words(capsys, command):
    main([*command, "--help", "--lang", "vi"])
    shown = capsys.readouterr().out
    assert not re.search(r"\b(usage|options|show|the|and|this|help message|positional)\b", shown)


def test_cli_commands_are_those_of_the_contract():
    choices = next(action.choices for action in build_parser()._actions if action.dest == "command")
    assert tuple(choices) == COMMANDS


def test_cli_without_arguments_shows_help_as_wrong_usage(capsys):
    assert main([]) == ExitCode.USAGE
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "ocr-kh convert scans/" in shown.err


def test_cli_version(capsys):
    assert main(["--version"]) == ExitCode.DONE
    assert capsys.readouterr().out == f"ocr-kh {ocr_kh.__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["convert"],
        ["convert", "a.pdf"],
        ["convert", "a.pdf", "--out", "o", "--jobs", "0"],
        ["convert", "a.pdf", "--out", "o", "--jobs", "two"],
        ["convert", "a.pdf", "--out", "o", "--page-timeout", "-1"],
        ["convert", "a.pdf", "--out", "o", "--page-timeout", "nan"],
        ["convert", "a.pdf", "--out", "o", "--mode", "fast"],
        ["convert", "a.pdf", "--out", "o", "--formats", "text,odt"],
        ["convert", "a.pdf", "--out", "o", "--formats", ","],
        ["convert", "a.pdf", "--out", "o", "--channel", "french"],
        ["repair", "--tone", "middle"],
        ["convert", "a.pdf", "--ou", "o"],
        ["evaluate", "a.txt"],
        ["doctor", "--lang", "fr"],
        ["schema", "more"],
    ],
)
def test_cli_wrong_usage_is_one_line_with_a_code(capsys, arguments):
    assert main(arguments) == ExitCode.USAGE
    shown = capsys.readouterr()
    assert shown.out == ""
    assert re.fullmatch(r"ocr-kh: \[E200\] .+\n", shown.err)


@pytest.mark.parametrize(
    "arguments",
    [
        ["repair"],
        ["parse"],
        ["inspect"],
        ["evaluate", "truth.txt"],
        ["train", "--out", "o"],
        ["convert", "--out", "o"],
        ["repair", "--dictionary"],
        ["doctor", "--dictionary"],
    ],
)
def test_cli_missing_path_is_wrong_usage(capsys, tmp_path, arguments):
    assert main([*arguments, str(tmp_path / "no such file")]) == ExitCode.USAGE
    assert "[E201]" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["repair"], ["parse"], ["inspect"], ["evaluate", "truth.txt"]])
def test_cli_a_folder_is_no_file(capsys, tmp_path, arguments):
    assert main([*arguments, str(tmp_path)]) in {ExitCode.UNREADABLE, ExitCode.USAGE}
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--lang", "vi", "doctor"], "vi"),
        (["doctor", "--lang=vi"], "vi"),
        (["doctor", "--lang"], None),
        (["doctor", "--lang", "fr"], None),
        (["repair", "--", "--lang", "vi"], None),
        (["doctor"], None),
    ],
)
def test_cli_language_is_found_anywhere(arguments, expected):
    assert language_asked_for(arguments) == expected


@pytest.mark.parametrize("arguments", [["--quiet", "schema"], ["schema", "--quiet"]])
def test_cli_general_options_stand_before_or_after_the_command(arguments):
    assert build_parser().parse_args(arguments).quiet


def test_cli_options_become_settings(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in "de":
        (tmp_path / name).mkdir()
    arguments = (
        "convert a --out o --jobs 3 --mode ocr --formats text,pdf --no-repair --dictionary d --dictionary e "
        "--join --page-timeout 9 --channel english --tone new"
    )
    settings = commands._settings(build_parser().parse_args(arguments.split()))
    assert settings.jobs == 3
    assert settings.mode == "ocr"
    assert settings.formats == ("text", "pdf")
    assert not settings.repair
    assert settings.dictionaries == (Path("d"), Path("e"))
    assert settings.join
    assert settings.page_timeout == 9
    assert settings.channel == "english"
    assert settings.tone == "new"


@pytest.mark.parametrize("arguments", [["convert", "a", "--out", "o"], ["repair"]])
def test_cli_unset_options_keep_the_defaults(arguments):
    assert commands._settings(build_parser().parse_args(arguments)) == ocr_kh.Settings()


# --- errors ---


def test_cli_known_error_is_its_message_and_exit_code(capsys, raising):
    raising(EngineMissingError())
    assert main(["doctor"]) == ExitCode.MACHINE
    assert capsys.readouterr().err.startswith("ocr-kh: [E301] The OCR engine")


def test_cli_unknown_error_is_our_fault_without_traceback(capsys, raising):
    raising(RuntimeError("oops"))
    assert main(["doctor"]) == ExitCode.OUR_FAULT
    shown = capsys.readouterr().err
    assert shown.startswith("ocr-kh: [E100]")
    assert "RuntimeError: oops" in shown
    assert "Traceback" not in shown


def test_cli_debug_shows_the_traceback(capsys, raising):
    raising(RuntimeError("oops"))
    assert main(["doctor", "--debug"]) == ExitCode.OUR_FAULT
    assert "Traceback" in capsys.readouterr().err


def test_cli_missing_system_library_is_the_machines_fault(capsys, raising):
    raising(ImportError("libGL.so.1: cannot open shared object file"))
    assert main(["doctor"]) == ExitCode.MACHINE
    assert "[E300]" in capsys.readouterr().err


def test_cli_full_disk_is_the_machines_fault(capsys, raising):
    raising(OSError(28, "No space left on device", "/archive/a"))
    assert main(["doctor"]) == ExitCode.MACHINE
    assert "[E304] Cannot write to /archive/a: No space left on device" in capsys.readouterr().err


def test_cli_interruption_says_how_to_go_on(capsys, converting):
    converting(outcome(), KeyboardInterrupt())
    assert main(["convert", "a", "--out", "o"]) == ExitCode.INTERRUPTED
    shown = capsys.readouterr()
    assert shown.out == "done\tout/a.pdf\n"
    assert "the same command goes on" in shown.err


def test_cli_errors_speak_vietnamese(capsys, tmp_path):
    assert main(["parse", str(tmp_path / "x"), "--lang", "vi"]) == ExitCode.USAGE
    assert "Không có tệp hay thư mục nào" in capsys.readouterr().err


# --- convert ---


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([outcome()], ExitCode.DONE),
        ([outcome("unchanged"), outcome()], ExitCode.DONE),
        ([], ExitCode.DONE),
        ([outcome("partly", failed_pages=(2,))], ExitCode.PARTLY),
        ([outcome("failed", DamagedError(path="a.pdf", reason="x"))], ExitCode.UNREADABLE),
        ([outcome(), outcome("failed", DamagedError(path="a.pdf", reason="x"))], ExitCode.PARTLY),
        ([outcome("failed", DamagedError(path="a.pdf", reason="x"))] * 2, ExitCode.PARTLY),
        ([EngineMissingError()], ExitCode.MACHINE),
        ([PathMissingError(path="a")], ExitCode.USAGE),
        ([UsageError(reason="x")], ExitCode.USAGE),
    ],
)
def test_cli_convert_exit_code(converting, outcomes, code):
    converting(*outcomes)
    assert main(["convert", "a", "--out", "o"]) == code


def test_cli_convert_prints_status_and_folder(capsys, converting):
    converting(outcome(), outcome("failed", DamagedError(path="a.pdf", reason="no pages tree")))
    main(["convert", "a", "--out", "o"])
    shown = capsys.readouterr()
    assert shown.out == "done\tout/a.pdf\nfailed\ta.pdf\n"
    assert shown.err == (
        "ocr-kh: [E401] a.pdf is damaged and cannot be read (no pages tree). "
        "Scan it again, or fetch the file once more.\n"
    )


def test_cli_convert_names_the_failed_pages(capsys, converting):
    converting(outcome("partly", failed_pages=(2, 3)))
    main(["convert", "a", "--out", "o"])
    assert capsys.readouterr().err == "ocr-kh: a.pdf: of 3 pages these could not be read: 2, 3\n"


def test_cli_convert_says_why_the_first_failed_page_failed(capsys, converting):
    row = {"error": "[E502] Tesseract failed on page 2 of a.pdf: killed.; [E505] The process"}
    converting(outcome("partly", failed_pages=(2, 3), row=row))
    main(["convert", "a", "--out", "o"])
    assert capsys.readouterr().err.endswith("read: 2, 3; [E502] Tesseract failed on page 2 of a.pdf: killed.\n")


def test_cli_convert_summary_is_a_table_on_stderr(capsys, converting):
    converting(outcome(), outcome("unchanged"))
    main(["convert", "a", "--out", "out", "--summary"])
    shown = capsys.readouterr()
    assert "05/KH-UBND" in shown.err
    assert "Documents: 2 (done 1, unchanged 1); pages: 6; " in shown.err
    assert "KH-UBND" not in shown.out


def test_cli_convert_summary_counts_what_is_no_document_and_does_not_list_it(capsys, converting):
    converting(outcome(), replace(outcome("skipped"), path="notes.docx"))
    main(["convert", "a", "--out", "out", "--summary"])
    shown = capsys.readouterr().err
    assert "Documents: 2 (done 1, skipped 1)" in shown
    assert "notes.docx" not in shown.partition("document")[2]


def test_cli_convert_summary_takes_unchanged_documents_from_the_index(capsys, converting, tmp_path):
    from ocr_kh.writing.tables.index import index_row, write_index

    write_index(tmp_path, [index_row(path="a.pdf", folder="a.pdf", status="done") | {"symbol": "QĐ-UBND"}])
    converting(replace(outcome("unchanged"), folder=tmp_path / "a.pdf"))
    main(["convert", "a", "--out", str(tmp_path), "--summary"])
    assert "QĐ-UBND" in capsys.readouterr().err


def test_cli_convert_log_is_json_when_asked(capsys, converting):
    converting(outcome(), outcome("failed", DamagedError(path="a.pdf", reason="x")))
    main(["--log-format", "json", "convert", "a", "--out", "o"])
    done, failed = map(json.loads, capsys.readouterr().err.splitlines())
    assert (done["level"], done["status"], done["folder"]) == ("info", "done", "out/a.pdf")
    assert (failed["level"], failed["code"], failed["folder"]) == ("error", "E401", None)


def test_cli_convert_goes_on_when_nobody_reads_its_lines(monkeypatch, converting):
    converting(outcome(), outcome("partly", failed_pages=(1,)))
    lines = []

    def write(text: str) -> None:
        lines.append(text)
        raise BrokenPipeError

    monkeypatch.setattr("ocr_kh.cli.terminal.write_result", write)
    monkeypatch.setattr("ocr_kh.cli.terminal.stdout_gone", lambda: None)
    assert main(["convert", "a", "--out", "o", "--quiet"]) == ExitCode.PARTLY
    assert len(lines) == 2


def test_cli_convert_takes_sigterm_for_an_interruption(converting):
    import signal

    def kill_ourselves():
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
        yield

    before = signal.getsignal(signal.SIGTERM)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ocr_kh.batch.run.convert", lambda *_, **__: kill_ourselves())
        assert main(["convert", "a", "--out", "o"]) == ExitCode.INTERRUPTED
    assert signal.getsignal(signal.SIGTERM) is before


# --- text commands ---


@pytest.mark.parametrize("command", ["repair", "parse"])
@pytest.mark.parametrize("data", [b"\xe1\xba plan", b"%PDF-1.4\n\0\0\0", b"\xcf\xf0\xe8\xea\xe0\xe7"])
def test_cli_text_commands_refuse_what_is_not_text(capsys, stdin, command, data):
    stdin(data)
    assert main([command]) == ExitCode.UNREADABLE
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "[E404]" in shown.err


@pytest.mark.parametrize("data", [b"K\xd5 ho\xb9ch\n", b"Ke\xe1 hoa\xefch\n", b"K\xaa ho\xd5ch\n"])
def test_cli_repair_reads_legacy_encodings(capsys, stdin, data):
    stdin(data)
    assert main(["repair"]) == ExitCode.DONE
    assert capsys.readouterr().out == "Kế hoạch\n"


def test_cli_repair_keeps_line_breaks_and_drops_the_byte_order_mark(capsysbinary, stdin):
    text = "Kế hoạch tuyên truyền\r\n\r\nCăn cứ Nghị quyết\r\n"
    stdin(b"\xef\xbb\xbf" + text.encode())
    assert main(["repair", "-"]) == ExitCode.DONE
    assert capsysbinary.readouterr().out == text.encode()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], "hòa bình, hoà thuận, ủy ban"),
        (["--tone", "document"], "hòa bình, hoà thuận, ủy ban"),
        (["--tone", "old"], "hòa bình, hòa thuận, ủy ban"),
        (["--tone", "new"], "hoà bình, hoà thuận, uỷ ban"),
    ],
)
def test_cli_repair_places_tone_marks_where_they_are_wanted(capsys, stdin, options, expected):
    stdin("hòa bình, hoà thuận, ủy ban".encode())
    assert main(["repair", *options]) == ExitCode.DONE
    assert capsys.readouterr().out == expected


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("auto", "Ủy ban nhân dân xã ban hành Kế hoạch"),
        ("english", "Ủy ban nhân dân xã ban hành Kế hoạch"),
        ("none", "Uy ban nhan dan xa ban hanh Ke hoach"),
    ],
)
def test_cli_repair_believes_what_the_text_came_through(capsys, stdin, channel, expected):
    stdin(b"Uy ban nhan dan xa ban hanh Ke hoach")
    assert main(["repair", "--channel", channel]) == ExitCode.DONE
    assert capsys.readouterr().out == expected


def test_cli_repair_explains_itself_in_json_lines(capsys, tmp_path):
    source = tmp_path / "a.txt"
    source.write_text("Thực hiện Kế hoach chuyên đôi số trên địa bàn xã\n", encoding="utf-8")
    assert main(["repair", str(source), "--explain-to", str(tmp_path / "why.jsonl")]) == ExitCode.DONE
    capsys.readouterr()
    for line in (tmp_path / "why.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        assert {"line", "start", "end", "before", "after", "source", "kind", "probability"} <= record.keys()


def test_cli_repair_explains_into_a_device_without_replacing_it(capsys, stdin):
    stdin("Kế hoạch".encode())
    assert main(["repair", "--explain-to", os.devnull]) == ExitCode.DONE
    assert Path(os.devnull).is_char_device()


def test_cli_repair_cannot_explain_into_a_folder(capsys, stdin, tmp_path):
    stdin("Kế hoạch".encode())
    assert main(["repair", "--explain-to", str(tmp_path)]) == ExitCode.MACHINE
    assert "[E304]" in capsys.readouterr().err


def test_cli_parse_prints_a_plan(capsys, stdin):
    stdin("KẾ HOẠCH\nTuyên truyền\n\nI. MỤC ĐÍCH\n1. Nâng cao nhận thức.\n".encode())
    assert main(["parse"]) == ExitCode.DONE
    plan = json.loads(capsys.readouterr().out)
    assert plan["schema_version"] == "1.0"
    assert [section["marker"] for section in plan["sections"]] == ["I"]


def test_cli_schema_is_a_json_schema(capsys):
    import jsonschema

    assert main(["schema"]) == ExitCode.DONE
    jsonschema.Draft202012Validator.check_schema(json.loads(capsys.readouterr().out))


def test_cli_evaluate_measures(capsys, tmp_path):
    for name, text in {"result": "Kế hoach tuyên truyền", "truth": "Kế hoạch tuyên truyền"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert main(["evaluate", str(tmp_path / "result"), str(tmp_path / "truth"), "--json"]) == ExitCode.DONE
    figures = json.loads(capsys.readouterr().out)
    assert figures["wer"] == pytest.approx(0.25)


def test_cli_train_reports_what_the_model_came_to(capsys, tmp_path):
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("Ủy ban nhân dân xã ban hành Kế hoạch tuyên truyền.\n" * 50, encoding="utf-8")
    assert main(["train", str(corpus), "--out", str(tmp_path / "model.bin"), "--json"]) == ExitCode.DONE
    report = json.loads(capsys.readouterr().out)
    assert report["tokens"] > 0
    assert report["bytes"] == (tmp_path / "model.bin").stat().st_size


# --- doctor ---


def test_cli_doctor_lists_what_is_missing_and_what_mends_it(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["doctor", "--json"]) == ExitCode.MACHINE
    checks = json.loads(capsys.readouterr().out)
    missing = {check["name"]: check["remedy"] for check in checks if not check["ok"]}
    assert missing["OCR engine (Tesseract 5 or newer)"].startswith("sudo apt-get install tesseract-ocr")
    assert missing["PDF renderer (Poppler)"] == "sudo apt-get install poppler-utils"


def test_cli_doctor_checks_the_output_folder(capsys, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    main(["doctor", "--json", "--out", str(blocked / "result")])
    last = json.loads(capsys.readouterr().out)[-1]
    assert not last["ok"]
    assert str(blocked) in last["found"]


def test_cli_doctor_names_the_wrong_line_of_a_dictionary(capsys, tmp_path):
    (tmp_path / "places.tsv").write_text("only one cell\n", encoding="utf-8")
    assert main(["doctor", "--dictionary", str(tmp_path)]) == ExitCode.MACHINE
    assert re.search(r"places\.tsv,\s+line 1", capsys.readouterr().out)


# --- the process ---


def test_cli_version_is_quick():
    """CPU seconds: what else the machine does is no matter."""
    times = []
    for _ in range(3):
        before = os.times()
        subprocess.run([*PROGRAM, "--version"], check=True, stdout=subprocess.DEVNULL)
        after = os.times()
        spent = after.children_user - before.children_user + after.children_system - before.children_system
        times.append(spent)
    assert min(times) < 0.3


def test_cli_version_loads_no_heavy_module():
    check = (
        "import sys, ocr_kh.cli; print([name for name in ('numpy', 'cv2', 'pydantic', 'rich') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", check], check=True, capture_output=True, text=True)
    assert shown.stdout == "[]\n"


def test_cli_speaks_utf8_in_any_locale():
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    text = "Kế hoạch tuyên truyền\n"
    shown = subprocess.run([*PROGRAM, "repair"], input=text.encode(), capture_output=True, check=True, env=environment)
    assert shown.stdout.decode() == text


def test_cli_closed_pipe_is_no_error():
    with subprocess.Popen([*PROGRAM, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == ExitCode.DONE


# --- the public API ---


def test_api_all_equals_the_namespace():
    assert all(hasattr(ocr_kh, name) for name in ocr_kh.__all__)
    assert sorted(ocr_kh.__all__) == ocr_kh.__all__


def test_api_function_repair_outlives_the_import_of_its_stage():
    check = """
import ocr_kh
assert ocr_kh.repair('Kế hoạch').text == 'Kế hoạch'
import ocr_kh.language.token_kinds
from ocr_kh.repair import repair_text
assert ocr_kh.repair('Kế hoạch') == repair_text('Kế hoạch')
"""
    subprocess.run([sys.executable, "-c", check], check=True)


def test_api_function_repair_is_found_when_the_stage_came_first():
    check = (
        "import ocr_kh.language.token_kinds\nfrom ocr_kh import repair\nassert repair('Kế hoạch').text == 'Kế hoạch'"
    )
    subprocess.run([sys.executable, "-c", check], check=True)


def test_api_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        ocr_kh.nonsense  # noqa: B018


def test_cli_names_cannot_forge_lines_or_colours():
    from ocr_kh.cli.terminal import one_line

    assert one_line("a\nfailed\tb\x1b[31m.pdf") == r"a\nfailed\tb\x1b[31m.pdf"
    assert one_line("kế hoạch số 5.pdf") == "kế hoạch số 5.pdf"


def test_cli_progress_bar_tells_pages_a_minute(monkeypatch, capsys):
    from ocr_kh.cli.terminal import progress_bar
    from ocr_kh.outcome import Progress

    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress_bar(shown=True) as show:
        show(Progress(1, 4, 6, 24, "scans/b.pdf"))
    shown = capsys.readouterr().err
    assert "1/4" in shown
    assert "6/24" in shown
    assert "a minute" in shown
