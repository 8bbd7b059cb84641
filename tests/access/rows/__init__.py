"""The rows of the access matrix, one module for each app or group of pages."""
