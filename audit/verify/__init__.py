"""The verifier: a numbered list of checks, one module for each chapter of it.

``audit.verify.catalogue`` is the list, ``audit.verify.record`` carries it out.
"""
