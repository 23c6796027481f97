"""Everything that touches the world: HTTP, pages, accounts, storage, the clock, entropy."""
