"""Taking everything out: one document, and the same as a table or as plain text to read."""
