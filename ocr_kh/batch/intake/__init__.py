# SPDX-License-Identifier: Apache-2.0
"""What is given beside documents of its own: files of other kinds, copies, packages, what is no longer there."""
