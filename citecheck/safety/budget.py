"""Time and memory for one document, and what is said of one that asks for more.

A document is worked on in this process while it is small. Its time is counted by the process's
processor clock, so that a busy machine refuses no article; its memory by a limit on the address space
that is lifted again behind it.
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
except ImportError:  # Windows knows no such limits
    resource = None

# What a document may take beside what the process holds already.
MEMORY = 700_000_000
# Seconds of processor time: for any document, and for each million bytes of it more.
SECONDS, SECONDS_PER_MB = 30.0, 6.0
# After the first reminder, once more this often: a library may swallow what it does not know.
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
    """A document could not be worked on; the message is a sentence."""


# Not an Exception: whoever catches those on the way would go on with the work that took too long.
class OutOfTimeError(BaseException):
    """A document has taken its time."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"It takes longer than {seconds:g} seconds.")


def reason_for(error: BaseException, budget: Budget) -> str:
    """The sentence that says why a document could not be worked on.

    Args:
        error: What was raised; an exception without a sentence of its own counts as a failure of citecheck.
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
        budget: What the work may take.
        work: What is done; whatever it raises is the document's error, and ends nothing else.
        args: Its arguments.
        kwargs: Its named arguments.

    Raises:
        DocumentError: It failed, or took too much.
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
    """Bound what happens inside.

    Raises:
        OutOfTimeError: The time is spent.
        MemoryError: The memory is.
    """
    with _limited_memory(budget.memory), _limited_time(budget.seconds):
        yield


@contextmanager
def _limited_time(seconds: float) -> Iterator[None]:
    """By a signal where this thread gets them (it interrupts regular expressions, too), else by a watcher."""
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
    """Another thread raises the error in this one when the time is spent."""
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
    """The bytes of address space that the process holds; None where the system does not say."""
    if resource is None:
        return None
    try:
        with open("/proc/self/statm", "rb") as stream:  # noqa: PTH123 - for every document: half the time
            pages = int(stream.read().split()[0])
    except OSError:
        return None
    return pages * int(resource.getpagesize())
