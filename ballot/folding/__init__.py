"""What each event requires and what it changes, one module per chapter.

Every function checks first and changes last, so that a refused event changes nothing.
"""
