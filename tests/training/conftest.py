"""Tests that need torch: `make test-train`."""
