"""What runs in the processes that run student code: the zygote and its workers.

Imports nothing of ours but `sandbox.frames` and what stands here: whatever is loaded here, a
submission can reach. No secret ever is.
"""
