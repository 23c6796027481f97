"""How the network that gives a second opinion on a box is trained: on the bench's own sheets."""
