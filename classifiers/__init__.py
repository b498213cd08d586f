"""Reads a message about a quarrel; knows nothing of the web, the database or the wording of replies."""
