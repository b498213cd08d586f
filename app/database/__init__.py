"""Where the notes lie: engine, one writer, schema, passphrase and encryption, deletes that are final, backups."""
