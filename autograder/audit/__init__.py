"""Proof that the hidden tests accept every correct variant and refuse every wrong one.

Fourth floor: may import reports, release, grading and what is below.
"""
