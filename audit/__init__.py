"""The log, the record and the verifier: what a stranger needs to check a 票决."""
