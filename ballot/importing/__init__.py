"""From the tables that secretariats write to values: cells, headers, wording, faults.

Reading a file into a `Grid` is the service's business; nothing here opens one.
"""
