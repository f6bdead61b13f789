"""Parts of `tests/chaos/kills.py`: a busy submission, a grading that is watched, a plan, a judge.

Standard library and `/proc` only, but for the check of the results file. Nothing else imports this.
"""
