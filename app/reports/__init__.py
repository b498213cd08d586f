"""A page or two for a conversation with a therapist: chosen by the writer, printed by the browser."""
