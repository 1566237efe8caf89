"""Compares where requests go with LiteLLM itself, which answers nothing: its HTTP client is replaced.

    pip install litellm
    LITELLM_LOCAL_MODEL_COST_MAP=True python test/peers/litellm-addresses.py

Reads src/backends/__fixtures__/litellm-requests.txt, which the tests of the table write. Prints a line for each provider: the same
address with the key in the same header, another one, or none because LiteLLM refused.
"""

import json
import os
import re
from importlib.metadata import version
from pathlib import Path

import httpx
import litellm

FIXTURE = Path(__file__).parents[2] / "src/backends/__fixtures__/litellm-requests.txt"
LINE = re.compile(r"^(\S+): (\w+) (\S+) \((.*?) in (.*?)\) (\S+), (\S+)$")
REPLY = {
    "id": "x",
    "object": "chat.completion",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hello!"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
}
sent: list[httpx.Request] = []


def note(_client: httpx.Client, request: httpx.Request, **_options: object) -> httpx.Response:
    sent.append(request)
    return httpx.Response(200, content=json.dumps(REPLY), headers={"content-type": "application/json"}, request=request)


def environment(variable: str) -> None:
    for name in list(os.environ):
        if name.endswith(("_KEY", "_TOKEN", "_BASE", "_JWT", "_VERSION")):
            del os.environ[name]
    os.environ.update(SNOWFLAKE_ACCOUNT_ID="acme", CLOUDFLARE_ACCOUNT_ID="acme")
    if variable != "no variable":
        os.environ[variable] = "the-key"


def compare(line: str) -> str:
    prefix, _, url, variable, header, model, _ = LINE.match(line).groups()
    environment(variable)
    base = {"api_base": "https://host.example" + ("/v1" if "/v1/" in url and prefix != "heroku" else "")}
    sent.clear()
    try:
        litellm.completion(
            model=f"{prefix}/maker/some-model",
            messages=[{"role": "user", "content": "Say hello."}],
            max_tokens=16,
            drop_params=True,
            **(base if "host.example" in url else {}),
        )
    except Exception as error:  # what LiteLLM makes of the reply is not the question
        if not sent:
            return f"none  {prefix}: {type(error).__name__}"
    request = sent[-1]
    keys = [name for name, value in request.headers.items() if "the-key" in value]
    same = str(request.url).rstrip("/") == url.rstrip("/") and (header == "no key" or header in keys)
    return f"same  {prefix}" if same else f"other {prefix}: {request.url} ({', '.join(keys)})"


httpx.Client.send = note
litellm.suppress_debug_info = True
lines = [compare(line) for line in FIXTURE.read_text().splitlines()]
print("\n".join(lines))
print(f"LiteLLM {version('litellm')}: {sum(line.startswith('same') for line in lines)} of {len(lines)} are the same")
