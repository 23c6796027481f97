"""The HTTP interface: thin handlers that parse, ask a command, and answer."""
