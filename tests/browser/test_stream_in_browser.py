"""The page's stream of results, with a network that answers as the test says."""

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

_STREAM_JS = files("ragqa.ui").joinpath("static", "stream.js").read_text(encoding="utf-8")

# `arrive(text)` and `end()` are what the server does on the stream that was asked for last, and
# `streams` counts the requests for one.
_NETWORK = """
window.streams = 0;
window.fetch = async (input) => {
  if (input.endsWith("/join")) {
    return Response.json({ event_id: window.nextId });
  }
  window.streams += 1;
  return new Response(new ReadableStream({
    start(controller) {
      const encoder = new TextEncoder();
      window.arrive = (text) => controller.enqueue(encoder.encode(text));
      window.arriveInBytes = (text) => {
        for (const byte of encoder.encode(text)) { controller.enqueue(Uint8Array.of(byte)); }
      };
      window.end = () => controller.close();
    },
  }));
};
"""
_USE = """
window.join = async (id) => {
  window.nextId = id;
  await (await fetch("http://chat.test/gradio_api/queue/join")).json();
};
window.listen = async () => {
  window.heard = "";
  window.isOver = false;
  const response = await fetch("http://chat.test/gradio_api/queue/data");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) { break; }
      window.heard += value;
    }
    window.isOver = true;
  })();
};
"""
_CLOSE = 'data: {"msg":"close_stream"}\n\n'


def _completed(event_id: str) -> str:
    return f'data: {{"msg":"process_completed","event_id":"{event_id}","text":"ñ"}}\n\n'


@pytest.fixture
def stream(page: "Page") -> "Page":
    """A blank page that listens to the results of one event, "a"."""
    page.goto("about:blank")
    for script in (_NETWORK, _STREAM_JS, _USE):
        page.add_script_tag(content=script)
    page.evaluate("join('a')")
    page.evaluate("listen()")
    return page


def _heard(page: "Page", text: str) -> None:
    page.wait_for_function("text => window.heard === text", arg=text)


def test_stream_ends_when_nothing_is_awaited(stream: "Page") -> None:
    stream.evaluate("text => { arrive(text); end(); }", _completed("a") + _CLOSE)
    stream.wait_for_function("window.isOver")
    _heard(stream, _completed("a") + _CLOSE)
    assert stream.evaluate("window.streams") == 1


def test_stream_goes_on_when_something_was_asked_meanwhile(stream: "Page") -> None:
    stream.evaluate("arrive", _completed("a"))
    _heard(stream, _completed("a"))
    stream.evaluate("join('b')")

    stream.evaluate("text => { arrive(text); end(); }", _CLOSE)
    stream.wait_for_function("window.streams === 2")
    stream.evaluate("text => { arrive(text); end(); }", _completed("b") + _CLOSE)

    stream.wait_for_function("window.isOver")
    _heard(stream, _completed("a") + _completed("b") + _CLOSE)
    assert stream.evaluate("window.streams") == 2


def test_what_is_answered_before_its_name_is_known_is_not_awaited(stream: "Page") -> None:
    stream.evaluate("arrive", _completed("b") + _completed("a"))
    _heard(stream, _completed("b") + _completed("a"))
    stream.evaluate("join('b')")
    stream.evaluate("text => { arrive(text); end(); }", _CLOSE)
    stream.wait_for_function("window.isOver")
    assert stream.evaluate("window.streams") == 1


def test_stream_that_brings_nothing_more_is_given_up(stream: "Page") -> None:
    stream.evaluate("arrive", _completed("a"))
    stream.evaluate("join('b')")
    stream.evaluate("text => { arrive(text); end(); }", _CLOSE)
    stream.wait_for_function("window.streams === 2")
    stream.evaluate("text => { arrive(text); end(); }", _CLOSE)
    stream.wait_for_function("window.isOver")
    _heard(stream, _completed("a") + _CLOSE)
    assert stream.evaluate("window.streams") == 2


def test_messages_are_handed_on_whole_wherever_the_network_cuts_them(stream: "Page") -> None:
    stream.evaluate("text => { arriveInBytes(text); end(); }", _completed("a") + _CLOSE)
    stream.wait_for_function("window.isOver")
    _heard(stream, _completed("a") + _CLOSE)
