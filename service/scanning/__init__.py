"""Paper that comes back: bundles scanned and read, doubts decided by people, the count of it."""
