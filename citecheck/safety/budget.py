"""Limits of time and memory for one document, and the error of a document that exceeds them.

A small document is processed in this process. Its time is processor time, so that no article is refused
because the machine is busy; its memory is bounded by a limit on the address space, which is removed
afterwards.
"""

from __future__ import annotations

import ctypes
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType, ModuleType
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

resource: ModuleType | None
try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None

# Bytes that a document may take in addition to what the process holds already.
MEMORY = 700_000_000
# Seconds of processor time: for any document, and for each million bytes of it more.
SECONDS, SECONDS_PER_MB = 30.0, 6.0
# Seconds after which the error is raised again: a library may have caught the first one.
_REMIND = 1.0


@dataclass(frozen=True, slots=True)
class Budget:
    """Processor seconds and bytes of memory."""

    seconds: float
    memory: int = MEMORY

    @classmethod
    def of(cls, size: int) -> Budget:
        """The budget of a document of `size` bytes or characters."""
        return cls(round(SECONDS + SECONDS_PER_MB * size / 1_000_000, 1))


class DocumentError(Exception):
    """A document could not be processed; the message is a sentence for people."""


# Not an Exception: code that catches exceptions would go on with the work that took too long.
class OutOfTimeError(BaseException):
    """A document exceeded its time."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"It takes longer than {seconds:g} seconds.")


def reason_for(error: BaseException, budget: Budget) -> str:
    """Return the sentence that states why a document could not be processed.

    Args:
        error: The exception; one without a sentence of its own counts as a fault in citecheck.
        budget: The budget of the document, whose memory the sentence names.
    """
    if isinstance(error, OutOfTimeError):
        return str(error)
    if isinstance(error, MemoryError):
        return f"It takes more than {budget.memory / 1_000_000:.0f} MB of memory."
    if isinstance(error, RecursionError):
        return "It is nested too deep."
    return f"It can't be read: citecheck failed on it ({type(error).__name__}); please report it."


def bounded(budget: Budget, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what `work` returns: the boundary around one document.

    Args:
        budget: The time and memory that the work may take.
        work: The function; whatever it raises becomes the document's error.
        args: Its arguments.
        kwargs: Its named arguments.

    Raises:
        DocumentError: The work failed, or exceeded the budget.
    """
    try:
        with within(budget):
            return work(*args, **kwargs)
    except DocumentError:
        raise
    except (Exception, OutOfTimeError) as error:
        raise DocumentError(reason_for(error, budget)) from error


@contextmanager
def within(budget: Budget) -> Iterator[None]:
    """Bound the time and memory of a block of code.

    Raises:
        OutOfTimeError: It takes too long.
        MemoryError: It takes too much memory.
    """
    with _limited_memory(budget.memory), _limited_time(budget.seconds):
        yield


@contextmanager
def _limited_time(seconds: float) -> Iterator[None]:
    """Use a signal in the main thread (it interrupts regular expressions, too), else a watching thread."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        with _watched(seconds):
            yield
        return

    def out(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise OutOfTimeError(seconds)

    before = signal.signal(signal.SIGPROF, out)
    signal.setitimer(signal.ITIMER_PROF, seconds, _REMIND)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """Let another thread raise the error in this thread after so many seconds."""
    thread = ctypes.c_ulong(threading.get_ident())
    raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
    done = threading.Event()

    class _OutOfTimeHereError(OutOfTimeError):
        def __init__(self) -> None:
            super().__init__(seconds)

    def watch() -> None:
        if not done.wait(seconds):
            raise_in(thread, ctypes.py_object(_OutOfTimeHereError))

    watcher = threading.Thread(target=watch, name="citecheck-budget", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        raise_in(thread, None)


@contextmanager
def _limited_memory(memory: int) -> Iterator[None]:
    held = _address_space()
    if resource is None or held is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = held + memory
    if soft not in (-1, resource.RLIM_INFINITY):
        limit = min(limit, soft)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _address_space() -> int | None:
    """Return the bytes of address space that the process holds; None if the system does not state them."""
    if resource is None:
        return None
    try:
        with open("/proc/self/statm", "rb") as stream:  # noqa: PTH123 - for every document: half the time
            pages = int(stream.read().split()[0])
    except OSError:
        return None
    return pages * int(resource.getpagesize())
