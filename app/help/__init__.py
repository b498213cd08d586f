"""Help lines, what this is, and the way out."""
