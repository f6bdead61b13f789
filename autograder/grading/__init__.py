"""From a submission to a Grade.

Second floor: may import catalog, submissions, sandbox and misconceptions; knows nothing of reports.
"""
