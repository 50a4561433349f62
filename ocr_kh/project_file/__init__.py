# SPDX-License-Identifier: Apache-2.0
"""`ocr-kh.toml`: what one job decides once, beside its batch.

model      every key, as frozen values with their defaults
reading    the file read, each key checked
template   the file written for a new job, with comments in the language of the run
"""

from __future__ import annotations

from ocr_kh.project_file.model import NAME, Project
from ocr_kh.project_file.reading import convert_options, project_beside, read_project
from ocr_kh.project_file.template import template, write_template

__all__ = ["NAME", "Project", "convert_options", "project_beside", "read_project", "template", "write_template"]
