// What the page does without the server: it leads from an answer to its passages and back, shows
// whole documents, copies, and remembers the conversation and the language of this browser.

"use strict";

(() => {
  const CONVERSATION_KEY = "ragqa-conversation";
  const LANGUAGE_KEY = "ragqa-language";
  const LANGUAGES = ["en", "es"];
  const ID_BYTES = 32;
  const NEXT_IS_QUESTION = new Set(["edit", "undo", "cancel-edit", "clear", "retry"]);
  const NEAR_END_PX = 48;
  const CONFIRMED_MS = 2000;
  const PASSAGE_LINK = 'a[href^="#source-"], a[href^="#sources-"]';
  const ANSWER_LINK = 'a[href^="#answer-"]';
  const BEHIND_SHEET =
    "#ragqa-header, #ragqa-language, #ragqa-tabs > .tab-wrapper, #ragqa-conversation";

  const root = document.documentElement;
  const phone = matchMedia("(max-width: 50rem)");

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // Conversation and language.

  const newId = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(ID_BYTES)), (byte) =>
      byte.toString(16).padStart(2, "0"),
    ).join("");

  const conversationId = () => {
    const id = sessionStorage.getItem(CONVERSATION_KEY) ?? newId();
    sessionStorage.setItem(CONVERSATION_KEY, id);
    return id;
  };

  const language = () =>
    [localStorage.getItem(LANGUAGE_KEY), ...navigator.languages]
      .map((tag) => tag?.toLowerCase().split("-")[0])
      .find((code) => LANGUAGES.includes(code)) ?? LANGUAGES[0];

  const setLanguage = (code) => {
    if (LANGUAGES.includes(code)) {
      localStorage.setItem(LANGUAGE_KEY, code);
      root.lang = code;
    }
  };

  // Passages: on a phone they are a sheet over the conversation.

  let opener = null;

  const sheetIsOpen = () => root.dataset.sheet === "sources";

  const openSheet = () => {
    root.dataset.sheet = "sources";
    document.querySelectorAll(BEHIND_SHEET).forEach((element) => {
      element.inert = true;
    });
    const sheet = document.getElementById("ragqa-sources");
    sheet.setAttribute("role", "dialog");
    sheet.setAttribute("aria-modal", "true");
    sheet.setAttribute("aria-labelledby", "sources-heading");
  };

  const closeSheet = () => {
    if (!sheetIsOpen()) {
      return;
    }
    delete root.dataset.sheet;
    document.querySelectorAll(BEHIND_SHEET).forEach((element) => {
      element.inert = false;
    });
    const sheet = document.getElementById("ragqa-sources");
    for (const name of ["role", "aria-modal", "aria-labelledby"]) {
      sheet.removeAttribute(name);
    }
    if (opener?.isConnected) {
      opener.focus();
    }
  };

  const goTo = (target) => {
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      setFold(fold, true);
    }
    target.scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  };

  const followToPassage = (link) => {
    const target = document.getElementById(link.hash.slice(1));
    if (target === null) {
      return;
    }
    opener = link;
    if (phone.matches) {
      openSheet();
    }
    goTo(target);
  };

  const followToAnswer = (link) => {
    const target = document.getElementById(link.hash.slice(1));
    closeSheet();
    if (target !== null) {
      goTo(target);
    }
  };

  // Folds: a new version of the HTML must not shut what a person has opened.

  const folds = new Map();

  const setFold = (fold, open) => {
    folds.set(fold.id, open);
    fold.open = open;
  };

  const keepFolds = () => {
    for (const [id, open] of folds) {
      const fold = document.getElementById(id);
      if (fold instanceof HTMLDetailsElement && fold.open !== open) {
        fold.open = open;
      }
    }
  };

  // The log stays at its end while an answer grows, unless a person has scrolled up to read.

  let turnCount = 0;
  let isAtEnd = true;

  const keepEnd = () => {
    const log = document.querySelector("#ragqa-chat .log");
    if (log === null) {
      return;
    }
    const count = log.querySelectorAll(".turn").length;
    if (count > 0 && (isAtEnd || count > turnCount)) {
      log.scrollTo({ top: log.scrollHeight, behavior: "instant" });
    }
    turnCount = count;
  };

  // The panel shows the latest answer's passages first, so a new answer is seen at its top.

  let latest = null;

  const showLatest = () => {
    const id = document.querySelector("#ragqa-sources .latest")?.id ?? null;
    if (id !== null && id !== latest) {
      document.querySelector("#ragqa-sources .sources").scrollTo({ top: 0, behavior: "instant" });
    }
    latest = id;
  };

  const noteEnd = (event) => {
    const log = event.target;
    if (log instanceof Element && log.matches("#ragqa-chat .log")) {
      isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
    }
  };

  // Gradio names the place for files in English, whatever the language; its label is ours.
  const nameUpload = () => {
    const label = document.querySelector("#ragqa-upload > label");
    const button = document.querySelector("#ragqa-upload .upload-container");
    const name = label?.textContent.trim();
    if (button && name && button.getAttribute("aria-label") !== name) {
      button.setAttribute("aria-label", name);
    }
  };

  // Copying. Browsers lend the clipboard on https and loopback only; elsewhere a selection is copied.

  const status = make("div", { className: "for-listeners" });
  status.setAttribute("role", "status");

  const copySelection = (text) => {
    const box = make("textarea", { value: text, className: "for-listeners" });
    const focused = document.activeElement;
    document.body.append(box);
    box.select();
    const copied = document.execCommand("copy");
    box.remove();
    focused?.focus();
    return copied;
  };

  const writeClipboard = (text) =>
    navigator.clipboard
      ? navigator.clipboard.writeText(text).then(
          () => true,
          () => copySelection(text),
        )
      : Promise.resolve(copySelection(text));

  const confirmations = new WeakMap();

  const copy = async (button) => {
    const copied = await writeClipboard(button.dataset.copy);
    const message = copied ? button.dataset.copied : button.dataset.notCopied;
    const label = button.querySelector("span");
    status.textContent = message;
    clearTimeout(confirmations.get(button));
    label.textContent = message;
    const restore = () => {
      label.textContent = button.title;
      status.textContent = "";
    };
    confirmations.set(button, setTimeout(restore, CONFIRMED_MS));
  };

  // Whole documents.

  const openDocument = (link) => {
    const { title, close } = link.dataset;
    const frame = make("iframe", { src: link.href, title });
    const button = make("button", { type: "button", textContent: close });
    const heading = make("h2", { id: "ragqa-dialog-title", dir: "auto", textContent: title });
    const head = make("header", {}, heading, button);
    const dialog = make("dialog", { className: "ragqa-dialog" }, head, frame);
    dialog.setAttribute("aria-labelledby", heading.id);
    button.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      link.focus();
    });
    document.querySelector(".gradio-container").append(dialog);
    closeFromWithin(frame, dialog);
    dialog.showModal();
  };

  // The document's page has a way back to the chat of its own, for when it stands alone. The keyboard
  // may be in it before it is loaded, and in some browsers its window is another one then.
  const closeFromWithin = (frame, dialog) => {
    const closeByKey = (event) => {
      if (event.key === "Escape") {
        dialog.close();
      }
    };
    const closeByLink = (event) => {
      const link = event.target.closest("a[href]");
      if (link !== null && !link.getAttribute("href").startsWith("#")) {
        event.preventDefault();
        dialog.close();
      }
    };
    const listen = () => {
      frame.contentWindow.addEventListener("keydown", closeByKey);
      frame.contentWindow.addEventListener("click", closeByLink);
    };
    listen();
    frame.addEventListener("load", listen);
  };

  // Events.

  const isPlainClick = (event) =>
    event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

  const routes = [
    [PASSAGE_LINK, followToPassage],
    [ANSWER_LINK, followToAnswer],
    ['a[data-client="open-document"]', openDocument],
    ['button[data-client="copy"]', copy],
    ['button[data-client="close"]', closeSheet],
    ['button[data-action="language"]', (button) => setLanguage(button.dataset.language)],
  ];

  // What takes its own button away leaves the keyboard where the next step is.
  const keepFocus = (control) => {
    const isQuestion = control.id === "ragqa-ask" || NEXT_IS_QUESTION.has(control.dataset.action);
    const next = isQuestion ? "#ragqa-question textarea" : "#ragqa-browse input";
    if (isQuestion || control.dataset.action === "confirm-remove") {
      document.querySelector(next)?.focus();
    }
  };

  const onClick = (event) => {
    if (!(event.target instanceof Element) || !isPlainClick(event)) {
      return;
    }
    const button = event.target.closest("button");
    if (button !== null) {
      keepFocus(button);
    }
    const summary = event.target.closest("summary");
    if (summary?.parentElement.id) {
      folds.set(summary.parentElement.id, !summary.parentElement.open);
    }
    for (const [selector, act] of routes) {
      const control = event.target.closest(selector);
      if (control !== null) {
        event.preventDefault();
        act(control);
        return;
      }
    }
    if (sheetIsOpen() && event.target.closest("#ragqa-sources") === null) {
      closeSheet();
    }
  };

  const isTyping = (element) =>
    element.isContentEditable || element.matches("input, textarea, select");

  const onKey = (event) => {
    if (document.querySelector("dialog[open]") !== null) {
      return;
    }
    if (event.key === "Escape") {
      closeSheet();
    }
    const isSlash = event.key === "/" && !(event.ctrlKey || event.metaKey || event.altKey);
    const box = document.querySelector("#ragqa-question textarea");
    if (isSlash && !isTyping(event.target) && !sheetIsOpen() && box !== null) {
      event.preventDefault();
      box.focus();
    }
  };

  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("scroll", noteEnd, { capture: true, passive: true });
  phone.addEventListener("change", closeSheet);
  new MutationObserver((changes) => {
    keepFolds();
    if (changes.some((change) => change.type !== "attributes")) {
      keepEnd();
    }
    showLatest();
    nameUpload();
  }).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ["open", "id"],
  });

  // Gradio sets it too, to the language of the browser.
  const keepLanguage = () => {
    if (root.lang !== language()) {
      root.lang = language();
    }
  };
  new MutationObserver(keepLanguage).observe(root, { attributes: true, attributeFilter: ["lang"] });

  document.body.append(status);
  keepLanguage();
  window.ragqa = Object.freeze({ conversationId, language, setLanguage });
})();
