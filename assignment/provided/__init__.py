"""Provided code: a tokenizer, a tiny GPT, and the description of a training recipe.

Read it and use it, but do not change it: the grader uses its own copy of this folder.
"""
