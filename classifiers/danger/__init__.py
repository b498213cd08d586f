"""Is anybody in danger: rules, a second ear (the encoder's danger outputs), and the one place that decides."""
