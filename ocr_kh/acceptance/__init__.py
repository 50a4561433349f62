# SPDX-License-Identifier: Apache-2.0
"""What a delivery is counted and judged by, from folders already converted; no page is read.

paper     the paper sizes A5 to A0, and what a page of each is paid as
counting  pages of PDF files, hồ sơ and deliveries, by paper size
counts    these counts as tables
sampling  how good a lot is, from some of its documents or fields: draws, plans, bounds, verdicts
minutes   what a sample says, as minutes; `minutes_files` writes them, `minutes_word` and `minutes_pdf` lay them out
privacy   where personal data stand, and what is secret; `held` asks the ledger what was held back
lint      what does not fit together among the documents of a hồ sơ
"""
