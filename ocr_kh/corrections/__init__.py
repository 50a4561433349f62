# SPDX-License-Identifier: Apache-2.0
"""What a person decided about a document: data of its own, which outlives every conversion.

journal      corrections.jsonl, one decision a line, only ever appended
anchoring    where a decision stands in a document that was read again
application  the document, and the values of its plan, with the decisions made
hand_edits   what was changed by hand in text.txt and record.xml, as decisions
folder       what a person did in a document's folder, and how it is carried into the next one
checks       what is typed for a field: the value it means, or why it means none
table        what was changed in index.xlsx or index.csv
learning     what dictionaries may learn from decisions, proposed one by one; `learned` keeps the answers
"""
