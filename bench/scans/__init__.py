# SPDX-License-Identifier: Apache-2.0
"""Scans out of clean pages: ink, writing, seals and damage drawn onto them."""
