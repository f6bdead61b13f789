"""Models that hidden tests pass to student functions: the one part of the course that is not secret.

The zygote loads each module of this folder once, after torch and `provided` and before any submission can be
imported. A hidden test's ``Provided("Name", options)`` becomes ``MODELS["Name"](**options)`` in the worker.

A module may import `provided`, torch and the standard library, and nothing else of the course: student code
can read all that a worker has loaded. The folder holds only .py files.
"""
