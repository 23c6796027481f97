"""The awkward cases of a session, each played to its end through the real service.

A scenario invents its ballots so that the session's own rules lead to the case, tries what people
try in such a moment, keeps what the service answers, and writes the account that a secretariat
reads beside the papers.
"""
