"""Read written answers, make prompts and sheets, and check replies, numbers and suspicious passages.

Layer 4: may import `rubrics` and the layers below it. Nothing here gives a mark: a person decides.
"""
