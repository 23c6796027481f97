"""The clerk's desk: pages made on the server, over the functions that the interface uses."""
