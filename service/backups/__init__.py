"""A service as one file: written while it runs, read strictly, never put over anything else."""
