"""Commands over the notes: what they print and how they fail."""
