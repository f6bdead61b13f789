"""Frames as a hostile worker might send them, made from a seed, and what must hold for each.

`values` makes what our own writers send, `mutations` and `giants` spoil it, `frames` puts both together,
`check` reads one stream of bytes as the grader does, `piece` runs many under limits of the kernel.
"""
