"""What `headway doctor` looks at, beside what stands in its own module."""
