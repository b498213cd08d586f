"""Runs every benchmark and prints one table. Ratios within one run are what to compare; seconds depend on the machine."""

from benchmarks import chats, composing, danger, learning, load, patterns, reading, serving, starting, understanding


def main() -> None:
    """Print all figures."""
    for name, part in (
        ("Danger", danger),
        ("Understanding", understanding),
        ("Reading", reading),
        ("Learning from corrections", learning),
        ("Composing", composing),
        ("Serving", serving),
        ("Under load", load),
        ("Rope and patterns", patterns),
        ("Chats brought in", chats),
        ("Starting", starting),
    ):
        print(f"\n{name}")
        for label, value in part.measure():
            print(f"  {label:<62}{value}")


if __name__ == "__main__":
    main()
