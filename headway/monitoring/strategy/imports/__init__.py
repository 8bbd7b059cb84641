"""Reading a strategy from a spreadsheet: mapping, rows, and the plan of what would change.

Pure: no database, no clock, no file system. What the plan says is done by `services.imports`.
"""
