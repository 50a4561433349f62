# SPDX-License-Identifier: Apache-2.0
"""A cover or contents list of a hồ sơ as data, in place of header, outline and closing.

model     what plan.json has of it
reading   whether a document is one, and the step of the parser that reads it
placed    a value with the place it was read from
fields    values that a person may decide
cover     the fields of a cover
contents  the rows of a contents list
"""
