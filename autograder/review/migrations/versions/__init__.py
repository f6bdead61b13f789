"""The changes, each with the one that it follows."""
