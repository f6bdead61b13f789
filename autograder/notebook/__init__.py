"""Make the notebook edition from the assignment's sources, with Otter Assign. Needs the extra `notebook`.

`master` writes a notebook in Otter Assign's format, and `assign` runs Otter on it. `tidy` makes the result
reproducible, `leaks` searches it, and `edition` puts these together. The package `submissions` reads
students' notebooks. Layer 5: may import `answer_key`, `release`, `grading` and the layers below.
"""
