"""`python -m citecheck`, and what the installed command calls.

The command line is imported inside `main`: Ctrl-C while it loads ends the command like Ctrl-C later.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    try:
        import signal

        # While modules load nothing is at stake, and an exception in the middle of an import can get lost.
        signal.signal(signal.SIGINT, _end)
        from citecheck.cli import main as run

        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.unraisablehook = interrupt_again
        run()
    except KeyboardInterrupt:
        _end()


def interrupt_again(lost: sys.UnraisableHookArgs) -> None:
    """Interrupt the main thread once more where Ctrl-C came while Python could not raise it.

    Python prints and drops an exception that is raised in one of its own callbacks, such as that of the
    import lock.

    Args:
        lost: The exception that was dropped.
    """
    if not issubclass(lost.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(lost)
        return
    import _thread

    # A new thread sends it, because Python would also drop an exception that is raised in this hook.
    _thread.start_new_thread(_thread.interrupt_main, ())


def _end(*_: object) -> None:
    import os

    os.write(2, b"citecheck: interrupted\n")
    os._exit(130)


if __name__ == "__main__":
    main()
