"""Past conversations: reread, search, delete for good."""
