"""An auto-graded assignment: grade, build, audit and review it.

Packages stand in layers, and imports point down only; ARCHITECTURE.md has the table.
"""

__version__ = "0.1.0"
