"""Speed, start-up and memory, measured on this machine: `make bench`. Never asserted in a test."""
