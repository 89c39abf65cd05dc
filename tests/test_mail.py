"""E-mail: headers, the body that a person reads, attachments as documents of their own."""

import base64
from email.message import EmailMessage
from pathlib import Path

import pytest
from known_text import KNOWN_TEXTS, KnownText, share_in_order
from writers import write_docx

from ragqa.documents import load_documents
from ragqa.documents.mail import load_eml, load_mbox, load_mhtml
from ragqa.documents.source import Failure, LoadedDocument, NestedFile, SourceFile
from ragqa.errors import DocumentError, FileProblem
from ragqa.types import Document


def message(body: str = "The desk is open.", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = headers.pop("From", "Íñigo Muñoz <inigo@example.org>")
    mail["Subject"] = headers.pop("Subject", "Opening of the desk")
    mail["Date"] = "Mon, 17 Apr 2023 09:30:00 -0600"
    for name, value in headers.items():
        mail[name] = value
    mail.set_content(body)
    return mail


def load(content: bytes, name: str = "note.eml") -> list[LoadedDocument | NestedFile | Failure]:
    load_format = {"eml": load_eml, "mbox": load_mbox}[name.rpartition(".")[2]]
    return list(load_format(SourceFile(Path(f"in/{name}"), f"in/{name}", content)))


def read(content: bytes) -> Document:
    first = load(content)[0]
    assert isinstance(first, LoadedDocument)
    return first.document


def body_of(content: bytes) -> str:
    """Return the text below the headers."""
    return read(content).text.split("\n\n", 1)[-1].partition("Date: 2023-04-17 09:30")[2].strip()


def nested(content: bytes, name: str = "note.eml") -> dict[str, bytes]:
    return {one.name: one.content for one in load(content, name) if isinstance(one, NestedFile)}


# Headers


def test_headers_are_text_and_fields() -> None:
    document = read(message(To="Ana <ana@example.org>, luis@example.org").as_bytes())
    assert document.text == (
        "Opening of the desk\n\nFrom: Íñigo Muñoz <inigo@example.org>\n"
        "To: Ana <ana@example.org>, luis@example.org\nDate: 2023-04-17 09:30\n\nThe desk is open."
    )
    assert (document.title, document.date) == ("Opening of the desk", "2023-04-17")
    assert document.metadata == {"author": "Íñigo Muñoz"}
    assert (document.doc_id, document.source) == ("in/note.eml", "in/note.eml")


@pytest.mark.parametrize(
    ("header", "title"),
    [
        (b"Subject: =?utf-8?Q?Atenci=C3=B3n?= =?utf-8?B?IGdyYXR1aXRh?=", "Atención gratuita"),
        (b"Subject: =?iso-8859-1?Q?Atenci=F3n?=", "Atención"),
        ("Subject: Atención".encode(), "Atención"),
        ("Subject: Atención".encode("cp1252"), "Atención"),
        (b"Subject: long\r\n  line", "long line"),
        (b"Subject: =?no-such?Q?a?=", "=?no-such?Q?a?="),
        (b"subject: small", "small"),
    ],
)
def test_subject_is_read_in_any_encoding(header: bytes, title: str) -> None:
    assert read(header + b"\r\n\r\nThe text.").title == title


@pytest.mark.parametrize("date", ["", "Date: yesterday\n", "Date: Mon, 99 Apr 2023 09:30:00\n"])
def test_mail_without_a_date_has_none(date: str) -> None:
    document = read(f"Subject: x\n{date}\nbody".encode())
    assert document.date is None
    assert "Date:" not in document.text


# Bodies


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "mac-roman"])
def test_body_is_decoded_by_its_charset(charset: str) -> None:
    mail = message()
    mail.set_content("La atención es gratuita.", charset=charset)
    assert body_of(mail.as_bytes()) == "La atención es gratuita."


@pytest.mark.parametrize("charset", ["no-such", "us-ascii"])
def test_body_with_a_wrong_charset_is_read_all_the_same(charset: str) -> None:
    head = f"Subject: x\nContent-Type: text/plain; charset={charset}\n\n"
    assert read(head.encode() + "La atención".encode("cp1252")).text.endswith("La atención")


def test_of_alternatives_the_plain_one_is_read() -> None:
    mail = message("The plain text.")
    mail.add_alternative("<p>The <b>rich</b> text.", subtype="html")
    assert body_of(mail.as_bytes()) == "The plain text."


def test_rich_text_is_read_where_the_plain_one_is_blank() -> None:
    mail = message(" ")
    mail.add_alternative("<style>p {}</style><p>The rich<p>text.<nav>Kept</nav>", subtype="html")
    assert body_of(mail.as_bytes()) == "The rich\n\ntext."


def test_bodies_around_an_attachment_are_all_read() -> None:
    mail = message("Before.")
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="plan.pdf")
    after = EmailMessage()
    after.set_content("After.")
    mail.attach(after)
    assert body_of(mail.as_bytes()) == "Before.\n\nAfter."


def raw(kind: str, *parts: bytes, boundary: str = "b") -> bytes:
    """Return a part of several, as mail programs write it."""
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n'.encode()
    line = f"--{boundary}".encode()
    return head + b"".join(line + b"\n" + part + b"\n" for part in parts) + line + b"--\n"


PLAIN = b"Content-Type: text/plain\n\nThe plain text."
HTML = b"Content-Type: text/html\n\n<p>The rich text.</p>"
PLAN = b'Content-Type: application/pdf; name="plan.pdf"\n\n%PDF-'
HEAD = b"Subject: x\nDate: Mon, 17 Apr 2023 09:30:00 -0600\n"


def test_attachment_within_an_alternative_that_is_not_read_is_kept() -> None:
    content = HEAD + raw("alternative", PLAIN, raw("mixed", HTML, PLAN, boundary="c"))
    assert body_of(content) == "The plain text."
    assert nested(content) == {"plan.pdf": b"%PDF-"}


def test_body_written_once_more_is_no_attachment() -> None:
    amp = b"Content-Type: text/x-amp-html\n\n<p>The text.</p>"
    calendar = b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR"
    assert list(nested(HEAD + raw("alternative", PLAIN, amp, HTML, calendar))) == ["attachment 1"]
    assert len(nested(HEAD + raw("alternative", amp))) == 1


def test_rich_text_is_read_where_the_plain_one_only_says_that_there_is_one() -> None:
    stub = b"Content-Type: text/plain\n\nYour e-mail program does not show HTML.\n"
    link = b"See https://example.org/view?message=" + b"0123456789" * 20
    order = b"The order has the number 4711. It comes on Monday to the desk in the main street."
    full = b"Content-Type: text/html\n\n<h1>Thank you for the order!</h1><p>" + order + b"</p>"
    for plain in (stub, stub + link):
        assert "number 4711" in body_of(HEAD + raw("alternative", plain, full))


def test_alternative_that_is_no_text_gives_way_to_the_other() -> None:
    broken = b"Content-Type: text/html; charset=no-such\n\n<p>\0</p>"
    assert body_of(HEAD + raw("alternative", PLAIN, broken)) == "The plain text."
    with pytest.raises(DocumentError, match="NUL bytes"):
        load(HEAD + raw("alternative", broken))


# Attachments


def test_attachments_come_as_files_of_their_own() -> None:
    mail = message()
    mail.add_attachment(b"Hello", maintype="text", subtype="plain", filename="Atención.txt")
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename="../../etc/plan.pdf")
    mail.add_attachment(b"y", maintype="application", subtype="pdf")
    mail.add_attachment(b"s", maintype="application", subtype="pgp-signature", filename="s.asc")
    mail.add_attachment(b"p", maintype="image", subtype="png", disposition="inline")
    assert nested(mail.as_bytes()) == {
        "Atención.txt": b"Hello",
        "plan.pdf": b"x",
        "attachment 3.pdf": b"y",
    }


def test_attached_message_is_a_file_too() -> None:
    mail = message()
    mail.add_attachment(message("Inner text.", Subject="Inner: a/b"))
    ((name, content),) = nested(mail.as_bytes()).items()
    assert name == "b.eml"
    assert body_of(content) == "Inner text."


def test_attachments_are_indexed_as_documents(tmp_path: Path) -> None:
    mail = message()
    for text in KNOWN_TEXTS:
        name = f"{text.language}.docx"
        mail.add_attachment(write_docx(text), maintype="application", subtype="x", filename=name)
    path = tmp_path / "note.eml"
    path.write_bytes(mail.as_bytes())
    documents = [loaded.document for loaded in load_documents([path]).documents]
    assert [one.doc_id for one in documents] == ["note.eml", "note.eml/en.docx", "note.eml/es.docx"]
    assert [one.title for one in documents[1:]] == [text.title for text in KNOWN_TEXTS]


# Mailboxes


def mailbox(*mails: bytes) -> bytes:
    envelope = b"From ana@example.org Mon Apr 17 12:00:00 2023\n"
    return b"".join(envelope + mail.replace(b"\nFrom ", b"\n>From ") + b"\n\n" for mail in mails)


def test_each_message_of_a_mailbox_is_a_document() -> None:
    second = message("From here on it is open.\n\nFrom then too.", Subject="Two")
    second.add_attachment(b"x", maintype="application", subtype="pdf", filename="plan.pdf")
    content = mailbox(message(Subject="One").as_bytes(), second.as_bytes())
    outcomes = load(content, "old.mbox")
    documents = [one.document for one in outcomes if isinstance(one, LoadedDocument)]
    assert [(one.doc_id, one.title) for one in documents] == [
        ("in/old.mbox/1", "One"),
        ("in/old.mbox/2", "Two"),
    ]
    assert documents[1].text.endswith("From here on it is open.\n\nFrom then too.")
    assert nested(content, "old.mbox") == {"2/plan.pdf": b"x"}


def test_digest_of_a_message_does_not_change_with_its_neighbours() -> None:
    one, two = (message(Subject=subject).as_bytes() for subject in ("One", "Two"))
    before, after = load(mailbox(one, two), "a.mbox")[1], load(mailbox(two), "a.mbox")[0]
    assert isinstance(before, LoadedDocument)
    assert isinstance(after, LoadedDocument)
    assert before.digest == after.digest


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("then", ["", "Bring a passport.\n", "Note: bring a passport.\n"])
def test_sentence_that_looks_like_an_envelope_begins_no_message(then: str, end: str) -> None:
    sentence = f"From Monday at 9:00 the office is open.\n{then}"
    one = b"Subject: One\n\nHello.\n\n" + sentence.encode() + b"\nThe end."
    envelope = b"From ana@example.org Mon Apr 17 12:00:00 2023\n"
    content = envelope + one + b"\n\n" + envelope + b"Subject: Two\n\nText.\n"
    outcomes = load(content.replace(b"\n", end.encode()), "a.mbox")
    documents = [loaded.document for loaded in outcomes if isinstance(loaded, LoadedDocument)]
    assert [document.title for document in documents] == ["One", "Two"]
    assert documents[0].text.endswith(f"{sentence}\nThe end.")


@pytest.mark.parametrize(
    "broken",
    [b"X-Status: R\n\ntext", b"Subject: x\nContent-Type: text/plain; charset=no\n\n\0"],
)
def test_message_that_cannot_be_read_costs_itself_only(broken: bytes) -> None:
    first, last = message(Subject="One").as_bytes(), message(Subject="Three").as_bytes()
    one, failure, three = load(mailbox(first, broken, last), "a.mbox")
    assert isinstance(failure, Failure)
    assert failure.name == "in/a.mbox/2"
    assert failure.reason.startswith("in/a.mbox/2: found ")
    assert [loaded.document.doc_id for loaded in (one, three)] == [  # type: ignore[union-attr]
        "in/a.mbox/1",
        "in/a.mbox/3",
    ]


@pytest.mark.parametrize("text", KNOWN_TEXTS, ids=lambda text: text.language)
def test_known_text_comes_back_word_for_word(text: KnownText) -> None:
    body = "\n\n".join(
        "\n".join([part.heading, *part.paragraphs, *part.items, *part.statements()])
        for part in text.parts
    )
    content = mailbox(message(body, Subject=text.title).as_bytes())
    (loaded,) = load(content, "a.mbox")
    assert isinstance(loaded, LoadedDocument)
    found = loaded.document.text.partition("Date: 2023-04-17 09:30")[2].split()
    assert share_in_order(text.words(), found) == 1
    assert (loaded.document.title, loaded.document.language) == (text.title, text.language)


# Saved pages


def test_page_saved_as_one_file_is_read_as_the_page() -> None:
    mail = EmailMessage()
    mail["Subject"] = "The page"
    mail.set_content("<html lang=es><nav>Menu</nav><h1>Ayuda</h1><p>El texto.", subtype="html")
    mail.add_related(b"x", maintype="image", subtype="png", cid="<a>")
    (loaded,) = load_mhtml(SourceFile(Path("a.mhtml"), "a.mhtml", mail.as_bytes()))
    assert (loaded.document.title, loaded.document.text) == ("Ayuda", "Ayuda\n\nEl texto.")


# What is refused


def test_encrypted_message_is_a_failure_of_its_own() -> None:
    secret = b"Subject: x\nContent-Type: multipart/encrypted; boundary=b\n\n--b\n\nx\n--b--\n"
    failed, read_one = load(mailbox(secret, message().as_bytes()), "a.mbox")
    assert isinstance(failed, Failure)
    assert (failed.problem, failed.name) == (FileProblem.ENCRYPTED, "in/a.mbox/1")
    assert isinstance(read_one, LoadedDocument)


SECRET = b"Content-Type: multipart/encrypted; boundary=s\n\n--s\n\nx\n--s--\n"


def test_encrypted_message_that_is_attached_is_a_failure_of_its_own() -> None:
    attached = b"Content-Type: message/rfc822\n\nSubject: Secret\n" + SECRET
    content = HEAD + raw("mixed", PLAIN, attached)
    assert body_of(content) == "The plain text."
    ((name, inner),) = nested(content).items()
    assert name == "Secret.eml"
    (failure,) = load(inner)
    assert isinstance(failure, Failure)
    assert failure.problem is FileProblem.ENCRYPTED


def test_what_stands_beside_an_encrypted_part_is_read() -> None:
    failure, loaded = load(HEAD + raw("mixed", SECRET, PLAIN))
    assert isinstance(failure, Failure)
    assert failure.problem is FileProblem.ENCRYPTED
    assert isinstance(loaded, LoadedDocument)
    assert loaded.document.text.endswith("The plain text.")


SIGNED = base64.b64encode(bytes.fromhex("308006092a864886f70d010702a0803080020101"))
ENVELOPED = base64.b64encode(base64.b64decode(SIGNED).replace(b"\7\2", b"\7\3"))


@pytest.mark.parametrize(
    ("kind", "content", "problem"),
    [
        ("pkcs7-mime; smime-type=signed-data", b"", FileProblem.BROKEN),
        ("pkcs7-mime", SIGNED, FileProblem.BROKEN),
        ("x-pkcs7-mime; smime-type=enveloped-data", b"", FileProblem.ENCRYPTED),
        ("pkcs7-mime", ENVELOPED, FileProblem.ENCRYPTED),
    ],
)
def test_signed_message_is_not_called_encrypted(
    kind: str, content: bytes, problem: FileProblem
) -> None:
    head = f"Content-Type: application/{kind}\nContent-Transfer-Encoding: base64\n\n"
    (failure,) = load(HEAD + head.encode() + content)
    assert isinstance(failure, Failure)
    assert failure.problem is problem
    assert ("signature" in failure.reason) is (problem is FileProblem.BROKEN)


@pytest.mark.parametrize(
    ("name", "found"),
    [("a.eml", "found no header such as From or Subject"), ("a.mbox", "found no line such as")],
)
def test_text_that_is_no_mail_is_refused(name: str, found: str) -> None:
    with pytest.raises(DocumentError, match=f"^in/{name}: {found}"):
        load(b"Only some text.\n\nAnd more of it.", name)


def test_saved_page_without_a_page_is_refused() -> None:
    with pytest.raises(DocumentError, match="found no web page in it"):
        list(load_mhtml(SourceFile(Path("a.mhtml"), "a.mhtml", b"Subject: x\n\ntext")))
