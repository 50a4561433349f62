# SPDX-License-Identifier: Apache-2.0
"""Numbers written by hand in the places that forms leave for them: slots, digits, numbers."""
