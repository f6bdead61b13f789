"""Model drafts of a class's marking. A draft is never a mark: only a person's decision counts.

`names` removes names, `jobs` makes the requests, `server` talks to any OpenAI-compatible server, `store`
keeps each reply once, `run` drafts a class, and `evaluate` compares a model with labels and people.
"""
