# SPDX-License-Identifier: Apache-2.0
"""Papers that go with a dossier (hồ sơ): contents list, cover sheet, labels of boxes, as Word and PDF.

paper           a paper as lines and a table, whatever file it becomes
contents        MỤC LỤC VĂN BẢN, TÀI LIỆU
cover           bìa hồ sơ
labels          labels of boxes
files           a paper as DOCX and PDF
making          all papers of a converted folder
"""

from __future__ import annotations
