"""What happens to acknowledged messages when the server, the machine or the database dies. Destructive to its own folders only."""
