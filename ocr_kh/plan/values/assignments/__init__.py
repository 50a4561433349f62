# SPDX-License-Identifier: Apache-2.0
"""Who does what.

sections   the units of a plan: those of its sections, of task tables and of running text, together
choosing   the search for the readings that together cost least, by `costs.toml`
knots      an outline as texts with their readings
readings   the ways to read a text, with what speaks for each
headings   what a heading says of who does something below it
clauses    a sentence that gives a unit its task; `posts`: a unit without what is said beside it
labelled   who, where labels or lines that name a unit say it; `labels`: the labels
tasks      task tables; `joints`: where the units of a cell are parted
handed     tasks that running text hands out
several    bodies named at once; `naming`: what a unit's name says
acts       the words of doing, and the role they give
"""
