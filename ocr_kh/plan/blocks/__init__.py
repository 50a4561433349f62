# SPDX-License-Identifier: Apache-2.0
"""The two blocks of a document that are set, not written (header, closing), read by one best path over their lines."""
