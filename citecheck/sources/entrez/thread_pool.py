"""Threads for requests. They do not delay the end of the program, however long a request hangs."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Sequence

Task = Callable[[], object]


class ThreadPool:
    """Runs tasks in `size` daemon threads, which begin with the first task."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._process: int | None = None

    def start(self, task: Task) -> None:
        """Run a task in one of the threads. A task reports its result and its errors itself."""
        with self._lock:
            if self._process != os.getpid():
                # Threads do not follow into a forked process.
                self._process, self._tasks = os.getpid(), queue.SimpleQueue()
                for _ in range(self._size):
                    threading.Thread(target=_work, args=(self._tasks,), name="citecheck", daemon=True).start()
            self._tasks.put(task)

    def run(self, tasks: Sequence[Task]) -> None:
        """Run all tasks at the same time and return when they are done."""
        done: queue.SimpleQueue[None] = queue.SimpleQueue()
        for task in tasks:
            self.start(lambda task=task: _then(task, done))  # type: ignore[misc]
        for _ in tasks:
            done.get()

    def close(self) -> None:
        """End the threads when their tasks are done."""
        with self._lock:
            if self._process == os.getpid():
                for _ in range(self._size):
                    self._tasks.put(None)
            self._process = None


def _then(task: Task, done: queue.SimpleQueue[None]) -> None:
    try:
        task()
    finally:
        done.put(None)


def _work(tasks: queue.SimpleQueue[Task | None]) -> None:
    while (task := tasks.get()) is not None:
        task()
