"""Runs student code in processes of its own; knows nothing of tests or points.

Ground floor: imports no other room. `worker.py` is run as a script and imports nothing of ours.
"""
