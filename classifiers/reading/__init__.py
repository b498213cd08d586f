"""Reads a message: pieces, windows, one run of the encoder, spans, probabilities."""
