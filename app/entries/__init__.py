"""Entries in time: when something happened, what counts in it, kept by day and month."""
