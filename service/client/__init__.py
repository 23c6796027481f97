"""Programs that use the HTTP interface from outside: people, key holders, voters."""
