"""One sitting of a congress, from an empty service to the announced result, clicked by everybody.

Nothing here reaches into the service: every step is a click, a key or a file chosen on a page, but
for the two that are done at a terminal (the first administrator, and printing the cards).
"""
