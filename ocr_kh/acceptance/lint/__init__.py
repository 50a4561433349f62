# SPDX-License-Identifier: Apache-2.0
"""`ocr-kh lint`: what does not fit together among the documents of a hồ sơ; each finding with a place to look at.

kinds     every kind of finding: its code, how grave it is, its words
seen      what of a document the rules look at
shelf     the documents of a delivery, sorted by hồ sơ on the disk
annexes   annexes that a text names
periods   from when to when each hồ sơ runs, as a list of them says
covers    what the cover of a hồ sơ says of all of it
languages  the language of a text against the field of its record
contents  lists of the documents of a hồ sơ
limits    the thresholds of guesses, which a project file may set
rules     the rules of one hồ sơ
reconciling  the documents of a hồ sơ against its list
report    from an output folder to lint.csv
"""
