"""Submissions: find a student's files in a folder or a zip, stage them, and read written answers.

Layer 1: may import `tables` and layer 0. Needs the standard library only.
"""
