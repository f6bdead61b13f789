"""Run a submission and write its results for a platform.

`feedback` decides once what students may read; a `ResultsWriter` puts that into a platform's form, and
`registry` names the writers. Layer 5: may import `answer_key`, `release`, `grading` and what is below.
"""
