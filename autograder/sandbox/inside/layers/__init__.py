"""The layers of a worker's confinement, one small module each.

They run in a worker before any student code. A function that fails raises `LayerError` with the reason, or
the OSError of a call; `confinement` treats both alike. Raw kernel calls go through ctypes: no package covers
these layers, and each dependency here would be inside the trust line.
"""
