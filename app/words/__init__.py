"""My words: the lines a person keeps, and how it went."""
