"""The attack suite: grade hostile and broken submissions with the real grader, and judge the results.

Read `read.py` for the format of an attack, `examine.py` for what is demanded of the grader. `command.py` runs
in the process that shows progress, `inside.py` in the one that grades, which an attack might harm.
"""
