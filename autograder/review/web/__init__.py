"""The page: a Starlette app on loopback.

- `server` runs it, `app` lists its addresses; `security` checks host, login and CSRF, and sets headers.
- `grading` is the page on which answers are marked, `panel` is what it shows of one answer.
- `overview` has all other pages.
"""
