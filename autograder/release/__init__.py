"""What students get: stubs made from the solutions, the handout's tables, and the student zip.

Third floor: may import catalog, submissions and grading; writes below `assignment/` and nowhere else.
"""
