// Keeps the page's stream of results while something is awaited. When all is answered, the server
// says so and ends the stream; Gradio's page then lets go of it, even if something has been asked
// in that very moment, and what comes of that is lost. Here the server's word is kept back in that
// case, and the stream goes on with a new request.

"use strict";

(() => {
  const JOIN = "/gradio_api/queue/join";
  const DATA = "/gradio_api/queue/data";
  const END_OF_MESSAGE = "\n\n";

  const request = window.fetch.bind(window);
  const awaited = new Set();
  const early = new Set(); // answered before the page was told their names
  let joining = 0;

  const join = async (input, init) => {
    joining += 1;
    try {
      const response = await request(input, init);
      if (response.ok) {
        const { event_id: id } = await response.clone().json();
        if (!early.delete(id)) {
          awaited.add(id);
        }
      }
      return response;
    } finally {
      joining -= 1;
    }
  };

  const isLast = (message) => {
    const { msg: kind, event_id: id } = JSON.parse(message.slice(message.indexOf("{")));
    if (kind === "process_completed" && !awaited.delete(id)) {
      early.add(id);
    }
    return kind === "close_stream";
  };

  // Hands on whole messages; returns whether the stream must go on after its end. A stream that
  // brings nothing, or breaks off, will bring no more of what was awaited.
  const relay = async (reader, controller) => {
    const decoder = new TextDecoder();
    const encoder = new TextEncoder();
    let rest = "";
    let isEmpty = true;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        awaited.clear();
        return false;
      }
      const messages = (rest + decoder.decode(value, { stream: true })).split(END_OF_MESSAGE);
      rest = messages.pop();
      for (const message of messages) {
        if (isLast(message)) {
          if (!isEmpty && (joining > 0 || awaited.size > 0)) {
            return true;
          }
          awaited.clear();
        }
        isEmpty = false;
        controller.enqueue(encoder.encode(message + END_OF_MESSAGE));
      }
    }
  };

  const data = async (input, init) => {
    const first = await request(input, init);
    if (!first.ok) {
      return first;
    }
    let reader = first.body.getReader();
    const body = new ReadableStream({
      async start(controller) {
        try {
          while (await relay(reader, controller)) {
            reader = (await request(input, init)).body.getReader();
          }
          controller.close();
        } catch (error) {
          awaited.clear();
          controller.error(error);
        }
      },
      cancel(reason) {
        return reader.cancel(reason);
      },
    });
    return new Response(body, { status: first.status, headers: first.headers });
  };

  window.fetch = (input, init) => {
    const { pathname } = new URL(input.url ?? input, document.baseURI);
    if (pathname.endsWith(JOIN)) {
      return join(input, init);
    }
    return pathname.endsWith(DATA) ? data(input, init) : request(input, init);
  };
})();
