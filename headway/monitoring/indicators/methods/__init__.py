"""The registry of methods: one file each."""
