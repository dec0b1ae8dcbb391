"""A language model behind any OpenAI-compatible address: DeepSeek, Qwen, Ollama, vLLM, a llama.cpp server.

Optional: without the settings nothing here is used. The client is imported when a question is asked (it is slow to
import). A request is read in a thread of its own, so that the time limit holds whatever the server does: hang before
the first byte or between two, or send a byte a second for ever.
"""

from __future__ import annotations

import ipaddress
import queue
import random
import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from corpus.errors import ModelFailed
from corpus.settings import Settings

if TYPE_CHECKING:
    from openai import OpenAI

Message = Mapping[str, str]

# Attempts before the first word has come, and seconds to wait after the first failure, doubled after each.
_ATTEMPTS = 3
_FIRST_WAIT = 0.5
# How soon a cancelled question ends.
_POLL = 0.1
_CONNECT_SECONDS = 10.0
# A dozen lines have about 2,000 characters, thinking aloud before them perhaps 20,000; a model that goes round in
# circles never ends.
MOST_CHARACTERS = 60_000
# All that an endpoint needs; the client would add the system, its version and what OPENAI_… variables say.
_HEADERS = frozenset(
    {"host", "authorization", "accept", "accept-encoding", "connection", "content-type", "content-length", "user-agent"}
)
_NO_KEY = "none"
_THINKING = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
_DONE = object()


@dataclass(frozen=True)
class _Failure:
    """Why an attempt failed, and whether another may succeed."""

    why: str
    again: bool = False
    wait: float | None = None


@dataclass(frozen=True)
class LanguageModel:
    """Where a language model answers and how long to wait. Safe to share between threads.

    :param name: as the endpoint knows it.
    :param seconds: for one answer, from the question to the last word.
    :param budget: tokens of evidence that a question may carry.
    """

    base_url: str
    name: str
    key: SecretStr
    seconds: float
    budget: int

    @classmethod
    def open(cls, settings: Settings) -> LanguageModel | None:
        """Return the language model of the settings, ``None`` if none is set. Asks nothing of the network.

        :raises ModelFailed: only one of address and name is set, or the address is none.
        """
        url, name = (settings.llm_base_url or "").strip(), (settings.llm_model or "").strip()
        if not url and not name:
            return None
        if not url or not name:
            missing = "FAZHI_LLM_BASE_URL（地址）" if not url else "FAZHI_LLM_MODEL（名称）"
            raise ModelFailed(f"语言模型的设置不完整：缺少 {missing}。补上它，或者去掉另一项，回答照常摘录原文")
        if not _is_address(url):
            raise ModelFailed("语言模型的地址（FAZHI_LLM_BASE_URL）应当像 http://127.0.0.1:11434/v1 这样")
        key = settings.llm_api_key or SecretStr("")
        stripped = SecretStr(key.get_secret_value().strip() or _NO_KEY)
        return cls(url, name, stripped, settings.llm_seconds, settings.llm_budget)

    @property
    def host(self) -> str:
        """Name and port of the machine that answers, without what else an address may hold (a password)."""
        parts = urlsplit(self.base_url)
        return (parts.hostname or "") + (f":{parts.port}" if parts.port else "")

    @property
    def leaves_this_machine(self) -> bool:
        """Whether question and evidence are sent to another machine. Only loopback addresses are this one's own."""
        host = urlsplit(self.base_url).hostname or ""
        if host == "localhost" or host.endswith(".localhost"):
            return False
        try:
            return not ipaddress.ip_address(host).is_loopback
        except ValueError:
            return True

    @property
    def notice(self) -> str:
        """Which model answers and where the text goes, for people."""
        if self.leaves_this_machine:
            return f"语言模型 {self.name}：问题和引用的原文会发送到 {self.host}"
        return f"语言模型 {self.name} 在本机（{self.host}）运行，问题和原文不离开本机"

    def stream(self, messages: Sequence[Message], cancel: threading.Event) -> Iterator[str]:
        """Yield the answer piece by piece; ends early, without an error, once ``cancel`` is set.

        Until the first piece has come, what may pass (no connection, 408, 429, 5xx) is tried again, with backoff.

        :raises ModelFailed: the model did not answer to the end, for whatever reason; the message never holds the key.
        """
        deadline = time.monotonic() + self.seconds
        for attempt in range(_ATTEMPTS):
            failure, begun = None, False
            for piece in self._attempt(messages, cancel, deadline):
                if isinstance(piece, _Failure):
                    failure = piece
                    break
                begun = True
                yield piece
            if failure is None or cancel.is_set():
                return
            wait = failure.wait if failure.wait is not None else _FIRST_WAIT * 2**attempt * random.uniform(0.8, 1.2)  # noqa: S311
            last = attempt == _ATTEMPTS - 1
            if begun or last or not failure.again or time.monotonic() + wait >= deadline:
                raise ModelFailed(f"语言模型 {self.name} {failure.why}")
            if cancel.wait(wait):
                return

    def _attempt(
        self, messages: Sequence[Message], cancel: threading.Event, deadline: float
    ) -> Iterator[str | _Failure]:
        """Yield the pieces of one request; a failure, if any, comes last."""
        pieces: queue.Queue[object] = queue.Queue()
        left = deadline - time.monotonic()
        try:
            client = self._client(left)
        # A key that no header can carry, a proxy setting that is none. The error may quote the key, so it is not kept.
        except Exception:
            yield _Failure("的设置不能用，请检查地址、密钥和代理")
            return
        read = partial(_read, client, self.name, messages, pieces)
        threading.Thread(target=read, name="language-model", daemon=True).start()
        characters = 0
        try:
            while not cancel.is_set():
                if time.monotonic() >= deadline:
                    yield _Failure(f"在 {self.seconds:g} 秒内没有答完")
                    return
                try:
                    piece = pieces.get(timeout=min(_POLL, max(0.0, deadline - time.monotonic())))
                except queue.Empty:
                    continue
                if piece is _DONE:
                    return
                if isinstance(piece, _Failure):
                    yield piece
                    return
                characters += len(str(piece))
                if characters > MOST_CHARACTERS:
                    yield _Failure("的回答没完没了")
                    return
                yield str(piece)
        finally:
            # Ends the thread too: its next read fails.
            client.close()

    def _client(self, left: float) -> OpenAI:
        import httpx2
        from openai import OpenAI

        timeout = httpx2.Timeout(left, connect=min(_CONNECT_SECONDS, left))
        # This machine is never reached through a proxy; another one as the user's environment says (HTTPS_PROXY).
        # Redirects could carry the text elsewhere than what the page says.
        http = httpx2.Client(
            timeout=timeout,
            trust_env=self.leaves_this_machine,
            follow_redirects=False,
            event_hooks={"request": [_only_needed_headers]},
        )
        key = self.key.get_secret_value()
        return OpenAI(
            base_url=self.base_url,
            api_key=key,
            # Wins over OPENAI_CUSTOM_HEADERS.
            default_headers={"Authorization": f"Bearer {key}"},
            timeout=timeout,
            # Retried here instead, where waiting ends with the time limit and with a cancel.
            max_retries=0,
            http_client=http,
        )


def without_thinking(text: str) -> str:
    """Return an answer without what the model thought aloud, also where it has not come to an end of it."""
    return _THINKING.sub("", text)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _only_needed_headers(request: Any) -> None:
    for name in [name for name in request.headers if name.lower() not in _HEADERS]:
        del request.headers[name]
    request.headers["user-agent"] = "fazhi-canyue"


def _read(client: OpenAI, name: str, messages: Sequence[Message], pieces: queue.Queue[object]) -> None:
    """Put the pieces of an answer into a queue, then ``_DONE`` or a failure."""
    try:
        finished = False
        stream: Any = client.chat.completions.create(
            model=name,
            messages=[dict(message) for message in messages],  # type: ignore[misc]
            stream=True,
        )
        for chunk in stream:
            for choice in (chunk.choices or ())[:1]:
                if choice.delta is not None and isinstance(choice.delta.content, str) and choice.delta.content:
                    pieces.put(choice.delta.content)
                finished = finished or choice.finish_reason is not None
        # A connection that is cut cleanly looks like an end; only the reason says that it is one.
        pieces.put(_DONE if finished else _Failure("的回答中断了", again=True))
    # Whatever a strange server provokes in the client, down to a KeyError, means the same: no answer.
    except Exception as error:
        pieces.put(_failure_of(error))


def _failure_of(error: Exception) -> _Failure:
    """Return what an error means for people. Its own words are left out: they may quote the key."""
    from openai import APIConnectionError, APIStatusError, APITimeoutError

    if isinstance(error, APITimeoutError):
        return _Failure("没有按时回应")
    if isinstance(error, APIConnectionError):
        return _Failure("连接不上或连接中断，请检查地址和服务是否启动", again=True)
    if isinstance(error, APIStatusError):
        return _status_failure(error.status_code, error.response.headers.get("retry-after", ""))
    return _Failure("的回应不是所约定的格式")


def _status_failure(status: int, retry_after: str) -> _Failure:
    known = {
        401: "拒绝了密钥，请检查 FAZHI_LLM_API_KEY",
        402: "的账户余额不足",
        403: "不允许使用，请检查密钥的权限",
        404: "不存在，请检查地址（一般以 /v1 结尾）和模型名称",
        429: "太忙或额度已用完",
    }
    why = known.get(status, "出错了" if status >= 500 else "不接受这次请求") + f"（{status}）"
    again = status in (408, 409, 429) or status >= 500
    try:
        wait = max(0.0, float(retry_after)) if again else None
    except ValueError:
        wait = None
    return _Failure(why, again, wait)
