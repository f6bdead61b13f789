"""Code that is given: the words for a nucleus."""
