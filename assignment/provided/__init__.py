"""Code that is given to you: a tokenizer, a tiny GPT, and the words for a training recipe.

Read it, use it, leave it as it is: the grader always uses its own copy of this folder.
"""
