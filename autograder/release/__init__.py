"""The student's material: stubs generated from the solutions, the handout's tables, and the student zip.

Layer 4: may import `rubrics`, `catalog` and what is below. Writes below `assignment/` only.
"""
