"""What comes in: an exported document, and chats people already have."""
