"""The public format, Belenios v1: replaceable as a whole."""
