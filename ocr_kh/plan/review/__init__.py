# SPDX-License-Identifier: Apache-2.0
"""What a person should look at: warnings, checks, evidence, handwriting, quality, triage."""
