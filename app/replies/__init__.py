"""Decides what to answer and words it from prompts/."""
