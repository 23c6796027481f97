"""What is voted on and how a vote is cast: values, rules, events and their fold."""
