"""The auditor's pages: the log to the byte, checkpoints, sources of figures, a run of checks."""
