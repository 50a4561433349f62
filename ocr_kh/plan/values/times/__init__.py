# SPDX-License-Identifier: Apache-2.0
"""When: the time that a plan is for, and the times that it sets for tasks and targets, as ISO 8601."""
