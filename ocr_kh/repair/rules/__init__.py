# SPDX-License-Identifier: Apache-2.0
"""What has one right form only: codes, figures, enumerators, purposes, names that document or dictionary prove."""
