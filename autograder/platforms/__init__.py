"""A Grade as people and Gradescope read it.

Third floor: may import grading, submissions and catalog; `gradescope_results` needs the standard library
only, since it runs inside the container.
"""
