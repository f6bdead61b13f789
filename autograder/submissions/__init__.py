"""What a student hands in: where its files are, and what stands in a written answer.

Ground floor: imports no other room, and needs the standard library only.
"""
