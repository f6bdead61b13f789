"""Reading written answers, sheets of decisions, checks of figures and of replies.

Layer 4: may import `rubrics` and what is below it. Nothing here writes a mark: a person decides.
"""
