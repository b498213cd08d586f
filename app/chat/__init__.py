"""The conversation: one message, its answer, the page that shows them."""
