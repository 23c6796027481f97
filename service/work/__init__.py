"""Work beside the requests: processes that verify, messages in passing."""
