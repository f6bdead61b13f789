"""Proof that the hidden tests accept every right variant, refuse every wrong one, and withstand attacks.

Layer 6: may import `platforms`, `answer_key`, `grading` and what is below.
"""
