"""What the person decides about their notes: the passphrase, the idle time, how long notes are kept."""
