"""What is read of rounds and reports."""
