"""`python -m citecheck`, and what the installed command calls.

The command line is imported inside `main`: Ctrl-C while it loads ends the command like Ctrl-C later.
"""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    try:
        import signal

        # While modules load nothing is at stake, and an exception in the middle of an import can get lost.
        signal.signal(signal.SIGINT, _end)
        from citecheck.cli import main as run

        signal.signal(signal.SIGINT, signal.default_int_handler)
        run()
    except KeyboardInterrupt:
        _end()


def _end(*_: object) -> None:
    import os

    os.write(2, b"citecheck: interrupted\n")
    os._exit(130)


if __name__ == "__main__":
    main()
