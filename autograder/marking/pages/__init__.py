"""Written answers as documents: one Markdown renderer to safe HTML, and the same tree as a PDF.

`markdown` makes a tree of plain data in which every character of the source stands; `html` and `typeset`
write it. No text by a student is ever HTML, Typst or CSS: it is data, escaped at one place.
"""
