"""The words that people read, a module or a folder for each audience. Layer 0: imports nothing of ours.

The rest of the engine decides *what* to say and passes facts; these modules hold the sentences. No logic
matches on them.
"""
