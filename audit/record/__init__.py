"""The record: what is published of a 票决, and the evidence that is not (docs/record-format.md)."""
