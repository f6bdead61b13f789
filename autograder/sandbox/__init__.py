"""Student code runs in processes of its own here. Knows nothing of tests or points.

Layer 1: imports only layer 0. `inside/` runs beside student code and has a stricter rule, stated there.
"""
