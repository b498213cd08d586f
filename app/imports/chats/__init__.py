"""Chats people already have, read line by line: pure, streaming, one file a format."""
