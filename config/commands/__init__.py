"""One module for each command of `headway`: `run(options)` returns the exit code."""
