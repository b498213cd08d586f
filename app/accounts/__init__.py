"""Who owns the rows."""
