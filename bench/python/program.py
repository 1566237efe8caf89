"""One checked instruction again and again: the program of program.mjs, in Python's Mellea."""

import asyncio
import json
import resource
import sys
import time

from mellea import MelleaSession
from mellea.backends.openai import OpenAIBackend
from mellea.stdlib.context import SimpleContext
from mellea.stdlib.requirements import req, simple_validate

address, calls, concurrency = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
PROMPT = "Write one sentence about a fox in at most 60 words."

m = MelleaSession(OpenAIBackend(model_id="m", base_url=f"{address}/v1", api_key="k"), ctx=SimpleContext())
requirements = [
    req("Mention a fox.", validation_fn=simple_validate(lambda text: "fox" in text)),
    req("Use at most 60 words.", validation_fn=simple_validate(lambda text: len(text.split()) <= 60)),
]


def once():
    assert "fox" in str(m.instruct(PROMPT, requirements=requirements))


async def many(count):
    left = count

    async def line():
        nonlocal left
        while left > 0:
            left -= 1
            said = await m.ainstruct(PROMPT, requirements=requirements, await_result=True)
            assert "fox" in str(said)

    await asyncio.gather(*(line() for _ in range(concurrency)))


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def burst(count):
    if concurrency > 1:
        asyncio.run(many(count))
    else:
        for _ in range(count):
            once()


once()
first = {"cpuMs": cpu() * 1000}
result = {"first": first}
if calls > 0:
    burst(max(20, calls // 4))
    start, used = time.perf_counter(), cpu()
    burst(calls)
    result["cpuMicros"] = (cpu() - used) * 1e6 / calls
    result["wallMicros"] = (time.perf_counter() - start) * 1e6 / calls
result["rssMB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print("@" + json.dumps(result), flush=True)
