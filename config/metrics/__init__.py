"""Figures of an installation for a Prometheus that is given the token.

The library that writes them is loaded by nobody unless there is a token.
"""
