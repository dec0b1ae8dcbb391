"""A language model over the wire: streaming, errors, garbage, hanging; the time limit and a cancel always hold."""

from __future__ import annotations

import threading
import time

import pytest
from pydantic import SecretStr

from corpus.errors import ModelFailed
from corpus.settings import Settings
from search.answers.language_model import LanguageModel
from tests.search.model_server import (
    a_page,
    breaks_off,
    fails,
    garbage,
    hangs,
    one_after_the_other,
    says,
    serving,
    trickles,
)

KEY = "sk-very-secret"
ASKED = [{"role": "user", "content": "问"}]


def model(url: str, seconds: float = 5.0) -> LanguageModel:
    return LanguageModel(url, "qwen", SecretStr(KEY), seconds, 4000)


def answer(url: str, seconds: float = 5.0) -> str:
    return "".join(model(url, seconds).stream(ASKED, threading.Event()))


def test_an_answer_is_streamed_as_it_was_said():
    with serving(says("郯城县受理94件。[S1]\n")) as (url, seen):
        assert answer(url) == "郯城县受理94件。[S1]\n"
    (request,) = seen.requests
    assert (request["model"], request["stream"], request["messages"]) == ("qwen", True, ASKED)
    (headers,) = seen.headers
    assert headers["authorization"] == f"Bearer {KEY}"
    assert not any(name.lower().startswith("x-stainless") for name in headers)


@pytest.mark.parametrize("status", [401, 403, 404, 400])
def test_what_will_not_pass_is_not_tried_again(status):
    with serving(fails(status)) as (url, seen), pytest.raises(ModelFailed) as told:
        answer(url)
    assert len(seen.requests) == 1
    assert KEY not in str(told.value)
    assert str(status) in str(told.value)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_pass_is_tried_again(status):
    with serving(one_after_the_other(fails(status, {"retry-after": "0.1"}), says("好"))) as (url, seen):
        assert answer(url) == "好"
    assert len(seen.requests) == 2


def test_what_does_not_pass_ends_with_a_message():
    with serving(fails(500, {"retry-after": "0"})) as (url, seen), pytest.raises(ModelFailed, match="出错了"):
        answer(url)
    assert len(seen.requests) == 3


@pytest.mark.parametrize("reply", [hangs, trickles])
def test_the_time_limit_holds_whatever_the_server_does(reply):
    began = time.monotonic()
    with serving(reply) as (url, _), pytest.raises(ModelFailed, match="没有答完"):
        answer(url, seconds=1.0)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("reply", [garbage, a_page, breaks_off])
def test_nonsense_is_a_failure(reply):
    with serving(reply) as (url, _), pytest.raises(ModelFailed):
        answer(url)


def test_a_cancel_ends_it_quietly_and_soon():
    cancel = threading.Event()
    threading.Timer(0.3, cancel.set).start()
    began = time.monotonic()
    with serving(trickles) as (url, _):
        said = "".join(model(url, 20).stream(ASKED, cancel))
    assert set(said) == {"一"}
    assert time.monotonic() - began < 2


def test_nobody_listening_is_told():
    with pytest.raises(ModelFailed, match="连接不上"):
        answer("http://127.0.0.1:9/v1", seconds=3)


def test_without_settings_there_is_no_model():
    assert LanguageModel.open(Settings()) is None


@pytest.mark.parametrize(
    ("url", "name", "told"),
    [("http://127.0.0.1:1/v1", "", "LLM_MODEL"), ("", "qwen", "LLM_BASE_URL"), ("ollama", "qwen", "应当像")],
)
def test_half_a_setting_is_told(url, name, told):
    with pytest.raises(ModelFailed, match=told):
        LanguageModel.open(Settings(llm_base_url=url, llm_model=name))


def test_the_key_is_shown_nowhere():
    settings = Settings(llm_base_url="https://api.example.com/v1", llm_model="qwen", llm_api_key=SecretStr(KEY))
    opened = LanguageModel.open(settings)
    assert opened is not None
    assert KEY not in repr(opened) + repr(settings) + opened.notice


@pytest.mark.parametrize(
    ("url", "leaves"),
    [
        ("http://127.0.0.1:11434/v1", False),
        ("http://localhost:8000/v1", False),
        ("http://[::1]:8000/v1", False),
        ("https://api.example.com/v1", True),
        ("http://192.168.1.9:8000/v1", True),
        ("http://localhost.example.com/v1", True),
    ],
)
def test_whether_text_leaves_this_machine_is_said(url, leaves):
    chosen = model(url)
    assert chosen.leaves_this_machine is leaves
    assert ("发送到" in chosen.notice) is leaves
    assert "qwen" in chosen.notice
