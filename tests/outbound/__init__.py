"""Keeps the tests, and every process that they start, from reaching any other machine."""
