"""What is read of events and good practices."""
