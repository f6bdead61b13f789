"""Notebooks that students hand in: read in a child process with limits, cut into module files and answers.

`choose.py` is the entry. All that parses a notebook's content runs in `child.py`, a process of its own.
Standard library only.
"""
