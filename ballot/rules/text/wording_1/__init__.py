"""The first wording, as logs without ``wording`` have it. Frozen: see docs/adr/0007.

A copy of the modules of the same names one level up, as they were; nothing here is ever mended,
because a verifier draws the clauses of an old log anew and compares them word for word.
"""
