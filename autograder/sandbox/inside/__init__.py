"""The code of the processes that run student code: the zygote and its workers.

Imports nothing of ours but `sandbox.frames` and this package, because a submission can reach all that is
loaded here. No secret ever is.
"""
