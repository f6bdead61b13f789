"""Frames as a hostile worker might send them, made from a seed, and their invariants.

`values` makes frames of our own writers; `mutations` and `giants` spoil them; `frames` puts both together.
`check` reads one stream of bytes as the grader does. `piece` runs many under the kernel's limits.
"""
