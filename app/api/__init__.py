"""The JSON API of docs/formats.md."""
