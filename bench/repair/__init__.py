# SPDX-License-Identifier: Apache-2.0
"""Measures of repair alone: on texts, on pages drawn and read, on scans."""
