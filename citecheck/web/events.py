"""The news of a check as server-sent events."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool

from citecheck.web.check import Check
from citecheck.web.pages import News

# News follow each other no closer than this, and than so many times what it takes to write them.
_SHORTEST, _TIMES = 0.02, 2.0
# A line that says nothing, so that whoever went away is noticed.
_STILL_HERE = 15.0


async def news_of(check: Check) -> AsyncIterator[str]:
    """Tell what is known of a check, and what becomes known, until it is over."""
    changed = asyncio.Event()
    loop = asyncio.get_running_loop()
    forget = check.listen(lambda: loop.call_soon_threadsafe(changed.set))
    news, version = News(), -1
    try:
        while True:
            changed.clear()
            began = time.monotonic()
            snapshot = await run_in_threadpool(check.snapshot)
            if snapshot.version != version or snapshot.message:
                version = snapshot.version
                yield f"data: {await run_in_threadpool(news.of, snapshot)}\n\n"
            if snapshot.state.is_over:
                return
            await asyncio.sleep(max(_SHORTEST, _TIMES * (time.monotonic() - began)))
            try:
                await asyncio.wait_for(changed.wait(), _STILL_HERE)
            except TimeoutError:
                yield ": still here\n\n"
    finally:
        forget()
