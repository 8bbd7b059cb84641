"""One file that holds an installation: written from a snapshot, proved, and read back anywhere."""
