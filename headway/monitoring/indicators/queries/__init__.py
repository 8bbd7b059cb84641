"""Reads of indicators: their definitions, their values, and what is judged of them."""
