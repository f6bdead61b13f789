"""Build and cache the key: the reference's answers, and the fingerprints of the known wrong ideas.

Layer 4: may import `grading` and what is below. Nothing here runs in the container.
"""
