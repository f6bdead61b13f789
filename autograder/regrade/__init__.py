"""A whole course through the grader: a journal of results, slots that grade, and what is read from them.

Layer 6: may import `platforms`, `answer_key`, `grading` and what is below.
"""
