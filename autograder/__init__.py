"""Grades, builds and reviews the assignment on how large language models are trained.

Rooms on floors: imports point down only (see ARCHITECTURE.md; `lint-imports` checks it).
"""

__version__ = "0.1.0"
