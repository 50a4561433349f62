# SPDX-License-Identifier: Apache-2.0
"""`ocr-kh review`: the desk at which people check what was read, a page in the browser on this machine.

documents  which documents there are, in the order of what a minute gains
opened     one document as it stands with the decisions made
fields     the values of its record, and where each stands on the page
words      its doubtful words, each in its line and paragraph
pages      its pages, as pictures with their words
decisions  what a person decides, checked and put into corrections.jsonl
register   who works on what, what was done and can be taken back (SQLite, beside the ledger)
remaking   files made again in the background
guard      who may ask: address, host, origin, cookie
app        what can be asked for
wording    every word of the page, in the user's language
server     from the first breath to Ctrl-C
"""
