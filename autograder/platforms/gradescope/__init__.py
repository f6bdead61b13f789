"""Gradescope: its results file, the zip that is built for it, the container's entry, a local tree.

`container` and `results` run inside the container, and need NumPy and pytest only.
"""
