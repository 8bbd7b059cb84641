"""Every read that joins, aggregates or filters by permission."""
