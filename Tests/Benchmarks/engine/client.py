"""Reads a stream with the openai package, for comparing: client.py <base url> <count>."""
import sys
import time

import openai

base, count = sys.argv[1], int(sys.argv[2])
client = openai.OpenAI(base_url=base, api_key="none")


def read():
    start, first, size = time.perf_counter(), None, 0
    stream = client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": "go"}], stream=True, stream_options={"include_usage": True})
    for chunk in stream:
        if chunk.choices and chunk.choices[0].delta.content:
            first = first or time.perf_counter() - start
            size += len(chunk.choices[0].delta.content)
    assert size == 4 * count, size
    return first, time.perf_counter() - start


read()
first, total = min((read() for _ in range(3)), key=lambda times: times[1])
print(f"openai {openai.__version__}: {count / total:,.0f} deltas/s, first text after {first * 1000:.1f} ms")
