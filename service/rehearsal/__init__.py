"""A whole session played through the HTTP interface, for practice and for tests."""
