"""Process one document in a child process, which is ended if it exceeds its budget.

Large documents and compressed formats are read here: a library that aborts because memory is short ends
only this child. The child serves one document after another until it fails or its parent ends.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import IO, Any, ParamSpec, TypeVar

from citecheck.safety.budget import Budget, DocumentError, OutOfTimeError, bounded, reason_for
from citecheck.safety.child_process import child_environment, child_folder, python_command

P = ParamSpec("P")
T = TypeVar("T")

_LENGTH = struct.Struct("<Q")
# The child stops by its own processor time; it is ended from outside if it waits or cannot be interrupted.
_PATIENCE = 8.0


class _Child:
    """The child process, and the two pipes to and from it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            python_command("citecheck.safety.guarded_process"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            cwd=child_folder(),
            # Ctrl-C goes to the parent, which ends its child.
            start_new_session=True,
        )

    def ask(self, task: object, seconds: float) -> object:
        """Return the answer to one task. Raises EOFError if the child ends before it answers."""
        late = threading.Timer(seconds, self.process.kill)
        late.start()
        try:
            _write(self.process.stdin, task)
            return _read(self.process.stdout)
        finally:
            late.cancel()

    def end(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()


_lock = threading.Lock()
_children: dict[int, _Child] = {}


def guarded(budget: Budget, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what `work` returns when it runs in the child process.

    Args:
        budget: The time and memory that the work may take.
        work: A function of a module.
        args: Its arguments; they are pickled, as its answer is.
        kwargs: Its named arguments.

    Raises:
        DocumentError: The work failed, or exceeded the budget.
    """
    with _lock:
        child = _children.get(os.getpid()) or _Child()
        _children[os.getpid()] = child
        with ExitStack() as unanswered:
            # After any interruption the child is ended: its late answer would answer the next task.
            unanswered.callback(_forget, child)
            try:
                answer: Any = child.ask((budget, work, args, kwargs), budget.seconds * _PATIENCE)
            except (OSError, EOFError, pickle.UnpicklingError):
                was_killed = child.process.poll() == -9
                fault = OutOfTimeError(budget.seconds) if was_killed else MemoryError()
                raise DocumentError(reason_for(fault, budget)) from None
            unanswered.pop_all()
    is_done, value = answer
    if not is_done:
        raise DocumentError(value)
    return value  # type: ignore[no-any-return]


def _forget(child: _Child) -> None:
    _children.pop(os.getpid(), None)
    child.end()


@atexit.register
def _end_own_child() -> None:
    child = _children.pop(os.getpid(), None)
    if child:
        child.end()


def _write(stream: IO[bytes] | None, value: object) -> None:
    data = pickle.dumps(value, protocol=5)
    if stream is None:
        raise EOFError
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def _read(stream: IO[bytes] | None) -> object:
    head = stream.read(_LENGTH.size) if stream else b""
    if not stream or len(head) < _LENGTH.size:
        raise EOFError
    length = _LENGTH.unpack(head)[0]
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)  # noqa: S301 - from a process of ours, over a pipe that nobody else holds


def _serve(source: IO[bytes], sink: IO[bytes]) -> None:
    while True:
        task: Any = _read(source)
        budget, work, args, kwargs = task
        answer: tuple[bool, object]
        try:
            answer = True, bounded(budget, work, *args, **kwargs)
        except DocumentError as error:
            answer = False, str(error)
        del task, args, kwargs
        try:
            _write(sink, answer)
        except MemoryError:
            _write(sink, (False, reason_for(MemoryError(), budget)))


def main() -> None:
    """Serve until the input ends."""
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Text that a library prints must not appear between the answers.
    os.dup2(2, 1)
    with contextlib.suppress(EOFError, BrokenPipeError):
        _serve(source, sink)
