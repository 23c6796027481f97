"""Private office work: accounts and access, drafts, the roll with names, pending acts.

Ordinary tables, the only place for an ORM. Nothing here enters the log or the record.
"""
