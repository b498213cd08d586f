"""Practise: a line of one's own, and what it carries."""
