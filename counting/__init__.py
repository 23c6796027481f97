"""From marks to readings, from readings to totals, from totals to the outcome.

Values in, values or an exception out: nothing here opens a file, a socket or a database, and
nothing asks for the time.
"""
