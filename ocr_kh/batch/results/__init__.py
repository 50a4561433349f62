# SPDX-License-Identifier: Apache-2.0
"""The results of one document: made once it is read, and made again from what was read and what a person decided."""
