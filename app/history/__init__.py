"""Past conversations: reread, search, delete."""
