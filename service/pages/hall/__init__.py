"""The screen of the hall: what everybody in it may see, and when."""
