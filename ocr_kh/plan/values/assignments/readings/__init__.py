# SPDX-License-Identifier: Apache-2.0
"""How a text may be read as one that gives a unit its task: `ways` to cut it, `marks` of each, a `reading` of both."""
