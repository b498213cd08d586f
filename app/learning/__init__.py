"""What corrections teach the reader: off until asked for, shown before it is used, gone with the messages it came from."""
