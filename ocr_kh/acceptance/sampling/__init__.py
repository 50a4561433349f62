# SPDX-License-Identifier: Apache-2.0
"""How good a lot is, from some of it.

aql      plans of TCVN 7790-1 (ISO 2859-1): normal, tightened, reduced
plans    how many documents or fields of a lot are drawn, and when it passes
series   a series of lots: when inspection is tightened or reduced
risks    how likely each document and field is wrong, by the probabilities of its plan
sample   a draw, and the file that keeps it
checks   what a second person found in what was drawn
bounds   how much of the lot may be wrong, given what was found
verdict  errors, rate, bound: what the sample says of the lot
"""

from __future__ import annotations
