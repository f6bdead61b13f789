"""Gradescope: what is built for it, and a demonstration on this machine.

Fifth floor: may import everything below; only the command line imports it.
"""
