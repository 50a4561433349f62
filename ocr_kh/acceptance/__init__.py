# SPDX-License-Identifier: Apache-2.0
"""What a delivery is counted and judged by, from folders already converted; no page is read.

paper     the paper sizes A5 to A0, and what a page of each is paid as
counting  pages of PDF files, hồ sơ and deliveries, by paper size
counts    these counts as tables
plans     how many documents of a lot are drawn, and when it passes
risks     how likely each document has a wrong field, by the probabilities of its plan
sample    a draw, and the file that keeps it
checks    what a second person found in the documents of a sample
bounds    how many documents of the lot may be wrong, given what was found
verdict   errors, rate, bound: what the sample says of the lot
minutes   all that as minutes; `minutes_files` writes them, `minutes_word` and `minutes_pdf` lay them out
privacy   where personal data stand, and what is secret; `held` asks the ledger what was held back
lint      what does not fit together among the documents of a hồ sơ
"""
