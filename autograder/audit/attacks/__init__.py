"""The attack suite: hostile and broken submissions through the real grader, and what each of them got.

Read `read.py` for the format of an attack, `examine.py` for what is demanded of the grader. `command.py` runs
in the process that shows progress, `inside.py` in the one that grades, which an attack might harm.
"""
