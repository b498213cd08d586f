"""Bringing in what was taken out."""
