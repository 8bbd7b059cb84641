"""What amendments say, to whom; and the text that they would change."""
