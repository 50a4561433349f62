# SPDX-License-Identifier: Apache-2.0
"""ocr-kh.toml: what a job decides once; what it does not know is told with its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from ocr_kh.cli import main
from ocr_kh.errors import PathMissingError, ProjectExistsError, ProjectFileError, UnknownKeyError
from ocr_kh.messages import use_language
from ocr_kh.project_file import Project, convert_options, project_beside, read_project, template, write_template


@pytest.fixture
def project_of(tmp_path):
    def read(text):
        (tmp_path / "ocr-kh.toml").write_text(text, encoding="utf-8")
        return read_project(tmp_path / "ocr-kh.toml")

    return read


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_template_decides_nothing_and_reads_as_the_defaults(tmp_path, language):
    use_language(language)
    path = write_template(tmp_path)
    assert read_project(path) == Project(path=str(path))
    assert ("Mã của cơ quan" in template()) == (language == "vi")
    with pytest.raises(ProjectExistsError):
        write_template(tmp_path)


def test_init_prints_where_it_wrote(tmp_path, capsys):
    assert main(["init", str(tmp_path)]) == 0
    assert Path(capsys.readouterr().out.strip()) == tmp_path / "ocr-kh.toml"
    assert main(["init", str(tmp_path)]) == 2


def test_values_are_read_and_the_rest_keeps_its_default(project_of):
    project = project_of('[agency]\ncode = "H99.01"\n[sampling]\nlimit = 3\n[counting]\nfactor = 1\n')
    assert (project.agency.code, project.sampling.limit, project.counting.factor) == ("H99.01", 3.0, 1.0)
    assert project.delivery == Project().delivery


@pytest.mark.parametrize(
    ("text", "key", "suggestion"),
    [
        ('[defaults]\nretension = "01"', "defaults.retension", "retention"),
        ("[agensy]", "agensy", "agency"),
        ('code = "H99"', "code", "archive"),
        ('[archive]\nfond_code = "x"', "archive.fond_code", "fonds_code"),
        ('[delivery]\nzzz = "x"', "delivery.zzz", "profile, variant"),
    ],
)
def test_an_unknown_key_is_an_error_with_a_suggestion(project_of, text, key, suggestion):
    with pytest.raises(UnknownKeyError) as told:
        project_of(text)
    assert told.value.details["key"] == key
    assert suggestion in told.value.details["suggestion"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[agency]\ncode = 99", "agency.code"),
        ('[delivery]\ncapitals = "yes"', "delivery.capitals"),
        ("[dossiers]\nlevel = true", "dossiers.level"),
        ("[dossiers]\nlevel = -1", "dossiers.level"),
        ('[convert]\nformats = "text"', "convert.formats"),
        ("[convert]\nformats = [1]", "convert.formats"),
        ("[sampling]\nlimit = false", "sampling.limit"),
        ("agency = 1", "agency"),
        ("[agency", ""),
        ("[agency]\ncode = 'a'\ncode = 'b'", ""),
    ],
)
def test_a_value_of_another_kind_is_an_error_with_its_key(project_of, text, key):
    with pytest.raises(ProjectFileError) as told:
        project_of(text)
    assert told.value.details["key"] == key


def test_a_file_that_is_none(tmp_path):
    with pytest.raises(PathMissingError):
        read_project(tmp_path / "ocr-kh.toml")
    (tmp_path / "ocr-kh.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ProjectFileError):
        read_project(tmp_path / "ocr-kh.toml")


def test_it_is_found_in_a_folder_and_right_above_it(tmp_path):
    (tmp_path / "a/b").mkdir(parents=True)
    assert project_beside(tmp_path / "a/b") is None
    path = write_template(tmp_path / "a")
    assert project_beside(tmp_path / "a") == project_beside(tmp_path / "a/b") == path
    assert project_beside(tmp_path / "c", tmp_path / "a/b/scan.pdf") is None


def test_convert_takes_its_defaults_from_it_and_its_options_hold_before(tmp_path, monkeypatch):
    seen = []

    def convert(*_, settings, **__):
        seen.append(settings)
        return iter(())

    monkeypatch.setattr("ocr_kh.batch.run.convert", convert)
    (tmp_path / "words").mkdir()
    text = '[convert]\nformats = ["text", "pdf"]\ndictionaries = ["words"]\npage_timeout = 30\n'
    (tmp_path / "ocr-kh.toml").write_text(text, encoding="utf-8")
    assert main(["convert", str(tmp_path), "--out", str(tmp_path / "out")]) == 0
    assert main(["convert", str(tmp_path), "--out", str(tmp_path / "out"), "--formats", "json"]) == 0
    first, second = seen
    assert (first.formats, first.page_timeout) == (("text", "pdf"), 30)
    assert first.dictionaries == (tmp_path / "words",)
    assert (second.formats, second.page_timeout) == (("json",), 30)


def test_what_it_leaves_open_is_left_to_convert(tmp_path):
    assert convert_options(read_project(write_template(tmp_path))) == {}
