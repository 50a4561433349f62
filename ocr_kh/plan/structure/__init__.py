# SPDX-License-Identifier: Apache-2.0
"""The parts of a plan: header, outline, closing, annexes, found in the paragraphs of a document."""
