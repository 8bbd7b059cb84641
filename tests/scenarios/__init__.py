"""One scenario for every service: what makes it ready, what it renews, what it records."""
