"""The layers of a worker's confinement, one small module each: every function works or says why not.

They run in a worker before any student code. `LayerError` carries the reason; nothing else is raised.
"""
