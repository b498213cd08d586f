"""The rope: a picture of what already holds, good things logged, rituals chosen."""
