"""A server that speaks the protocol of OpenAI's chat completions, on this machine, and misbehaves as it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Handler", dict[str, Any]], None]


@dataclass
class Seen:
    """What the server was asked."""

    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Answers one request as the server's ``reply`` says."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.seen.requests.append(body)  # type: ignore[attr-defined]
        self.server.seen.headers.append(dict(self.headers))  # type: ignore[attr-defined]
        self.server.reply(self, body)  # type: ignore[attr-defined]

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def begin(self) -> None:
        """Begin a stream."""
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()

    def piece(self, text: str, finish: str | None = None) -> None:
        """Send a piece of the answer."""
        choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
        chunk = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
        self.raw(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n")

    def raw(self, text: str) -> None:
        """Send text as it is."""
        self.wfile.write(text.encode())
        self.wfile.flush()

    def done(self) -> None:
        """End a stream as the protocol says."""
        self.piece("", "stop")
        self.raw("data: [DONE]\n\n")


def says(text: str, size: int = 7) -> Reply:
    """Reply with a text, a few characters at a time."""

    def reply(handler: Handler, body: dict[str, Any]) -> None:
        handler.begin()
        for at in range(0, len(text), size):
            handler.piece(text[at : at + size])
        handler.done()

    return reply


def fails(status: int, headers: dict[str, str] | None = None) -> Reply:
    """Reply with an error."""

    def reply(handler: Handler, body: dict[str, Any]) -> None:
        handler.send_response(status)
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(b'{"error": {"message": "no"}}')

    return reply


def one_after_the_other(*replies: Reply) -> Reply:
    """Reply to the first request as the first says, and so on; the last goes on."""
    left = list(replies)

    def reply(handler: Handler, body: dict[str, Any]) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler, body)

    return reply


def hangs(handler: Handler, body: dict[str, Any]) -> None:
    """Begin, say half a line, and then nothing."""
    handler.begin()
    handler.piece("郯城县")
    time.sleep(20)


def trickles(handler: Handler, body: dict[str, Any]) -> None:
    """Say a character now and then, for ever."""
    handler.begin()
    for _ in range(200):
        handler.piece("一")
        time.sleep(0.1)


def breaks_off(handler: Handler, body: dict[str, Any]) -> None:
    """Say something and close the connection."""
    handler.begin()
    handler.piece("郯城县受理")
    handler.close_connection = True


def garbage(handler: Handler, body: dict[str, Any]) -> None:
    """Reply with what is no answer at all."""
    handler.begin()
    handler.raw("data: {not json}\n\n")


def a_page(handler: Handler, body: dict[str, Any]) -> None:
    """Reply with a web page, as a proxy does that wants a password."""
    handler.send_response(200)
    handler.send_header("content-type", "text/html")
    handler.end_headers()
    handler.raw("<html><body>login</body></html>")


@contextmanager
def serving(reply: Reply) -> Iterator[tuple[str, Seen]]:
    """Serve on this machine; yield the address and what was asked."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.reply, server.seen = reply, Seen()  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", server.seen  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
