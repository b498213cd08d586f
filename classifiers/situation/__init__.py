"""What was told, for the reply: feelings, wishes, topics, events, each with its words."""
