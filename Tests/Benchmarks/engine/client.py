"""Reads the stream of a scripted server with the openai package, for comparing: client.py <base url> <bytes of text>.

Each delta of that server has four bytes and stands for a token.
"""
import resource
import sys
import time

import openai

base, expected = sys.argv[1], int(sys.argv[2])
client = openai.OpenAI(base_url=base, api_key="none")


def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def read():
    start, first, size, before = time.perf_counter(), None, 0, used()
    stream = client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": "go"}], stream=True, stream_options={"include_usage": True})
    for chunk in stream:
        if chunk.choices and chunk.choices[0].delta.content:
            first = first or time.perf_counter() - start
            size += len(chunk.choices[0].delta.content)
    assert size == expected, size
    return first, used() - before


read()
first, seconds = min((read() for _ in range(3)), key=lambda times: times[1])
print(f"openai {openai.__version__} for Python, the same edits read, nothing parsed: {expected / 4 / seconds:,.0f} tokens/s of one core, "
      f"first text after {first * 1000:.1f} ms")
