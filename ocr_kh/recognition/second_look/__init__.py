# SPDX-License-Identifier: Apache-2.0
"""What is looked at again after the page was read: lone figures, unread and doubtful lines, case, stamps, seals."""
