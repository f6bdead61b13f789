"""A page on which teaching assistants mark written answers. Layer 5.

- `models` and `database` store; `migrations` change the tables; `roster` keeps identities apart.
- `importing`, `rubric_versions` and `allocation` prepare; `marking` saves decisions; `undo` takes them back.
- `outcomes` derives states and points; `publishing` and `purging` end a term.
- `web` is the page. No process here reads hidden tests, solutions' code or the key.
"""
