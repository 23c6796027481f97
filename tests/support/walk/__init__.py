"""A walk through the lifecycle of a 票决: commands legal and illegal, on a real ledger.

``books`` says what people with pencil and paper would know and allow, written without the fold;
``people`` signs and seals; ``store`` is the ledger and what lies in its tables; ``views`` is what
the service should show; ``walker`` does a command and compares all of them.
"""
