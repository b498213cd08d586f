"""From labelled messages to a fitted model, and how well it reads."""
