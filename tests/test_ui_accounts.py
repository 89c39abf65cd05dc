import asyncio
import gc
import os
import weakref
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import argon2
import pytest

from ragqa.errors import SettingsError
from ragqa.ui.accounts import (
    Accounts,
    Authenticator,
    FailedTries,
    LogInError,
    Sessions,
    TooManyTriesError,
    account_line,
    hash_password,
    is_open_to_others,
    read_accounts,
)

# As weak as Argon2 allows, so that the tests are fast.
QUICK = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
ALICE = QUICK.hash("open sesame")
ACCOUNTS = Accounts(hashes=MappingProxyType({"alice": ALICE}), decoy=QUICK.hash("nobody knows"))


class FakeClock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def write(folder: Path, text: str) -> Path:
    file = folder / "accounts"
    file.write_text(text, encoding="utf-8")
    return file


# The file


def test_accounts_are_read_and_blank_lines_and_comments_left_out(tmp_path: Path) -> None:
    accounts = read_accounts(write(tmp_path, f"# who\n\nalice:{ALICE}\n  bob:{ALICE}\n"))
    assert list(accounts.hashes) == ["alice", "bob"]
    assert accounts.check("bob", "open sesame")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "has no account; make the line with"),
        ("# alice\n", "has no account"),
        (f"\nalice{ALICE}", r"line 2: expected name:\$argon2id\$…"),
        ("alice:secret words", r"line 1: expected name:\$argon2id"),
        ("alice:$argon2id$secret words", "line 1: the hash of 'alice' is damaged"),
        (f"alice:{ALICE}\nalice:{ALICE}", "line 2: there is a second 'alice'"),
        (f":{ALICE}", "line 1: a name has 1 to 64 characters, not 0"),
        (f"{'x' * 65}:{ALICE}", "line 1: a name has 1 to 64 characters, not 65"),
        (f"a\x07:{ALICE}", r"line 1: 'a\\x07' is no name"),
    ],
    ids=range(9),
)
def test_file_that_is_wrong_is_refused_without_telling_a_hash(
    tmp_path: Path, text: str, complaint: str
) -> None:
    file = write(tmp_path, text)
    with pytest.raises(SettingsError, match=complaint) as caught:
        read_accounts(file)
    assert str(file) in str(caught.value)
    assert "secret" not in str(caught.value)
    assert ALICE[-20:] not in str(caught.value)


def test_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"cannot read the accounts in .*none"):
        read_accounts(tmp_path / "none")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\xfd")
    with pytest.raises(SettingsError, match=r"cannot read the accounts in .*bytes"):
        read_accounts(tmp_path / "bytes")


def test_line_that_is_made_is_one_that_is_read(tmp_path: Path) -> None:
    accounts = read_accounts(write(tmp_path, account_line("Ana María", "contraseña larga")))
    assert accounts.check("Ana María", "contraseña larga")


def test_accents_count_the_same_however_they_are_typed(tmp_path: Path) -> None:
    accounts = read_accounts(write(tmp_path, account_line("Jose\u0301", "an\u0303o nuevo")))
    assert accounts.check("Jos\u00e9", "a\u00f1o nuevo")


@pytest.mark.parametrize("name", ["", " alice", "a:b", "#alice", "a\nb"])
def test_name_that_cannot_stand_in_the_file_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match="name"):
        account_line(name, "open sesame")


@pytest.mark.parametrize(("password", "found"), [("1234567", 7), ("x" * 1025, 1025)])
def test_password_of_wrong_length_is_refused(password: str, found: int) -> None:
    with pytest.raises(SettingsError, match=f"the password has {found} characters"):
        hash_password(password)


def test_each_hash_has_its_own_salt_and_holds_no_password() -> None:
    one, other = hash_password("open sesame"), hash_password("open sesame")
    assert one != other
    assert one.startswith("$argon2id$")
    assert "sesame" not in one


@pytest.mark.skipif(os.name != "posix", reason="files have no such permissions there")
@pytest.mark.parametrize(("mode", "is_open"), [(0o600, False), (0o640, True), (0o604, True)])
def test_file_that_others_can_read_is_told_apart(tmp_path: Path, mode: int, is_open: bool) -> None:
    file = write(tmp_path, "")
    file.chmod(mode)
    assert is_open_to_others(file) == is_open


# Passwords


@pytest.mark.parametrize(
    ("name", "password", "is_right"),
    [
        ("alice", "open sesame", True),
        ("alice", "open sesam", False),
        ("alice", "", False),
        ("Alice", "open sesame", False),
        ("bob", "open sesame", False),
        ("bob", "nobody knows", False),
        ("alice", "open sesame" + "x" * 2000, False),
    ],
)
def test_only_the_right_password_of_a_known_name_counts(
    name: str, password: str, is_right: bool
) -> None:
    assert ACCOUNTS.check(name, password) == is_right


def test_unknown_name_costs_the_work_of_a_known_one(tmp_path: Path) -> None:
    accounts = read_accounts(write(tmp_path, f"alice:{ALICE}"))
    assert argon2.extract_parameters(accounts.decoy) == argon2.extract_parameters(ALICE)


# Sessions


def test_session_knows_its_name_until_it_is_closed() -> None:
    sessions = Sessions()
    token, other = sessions.open("alice"), sessions.open("bob")
    assert (sessions.name_of(token), sessions.name_of(other)) == ("alice", "bob")
    sessions.close(token)
    sessions.close("unknown")
    assert (sessions.name_of(token), sessions.name_of(other)) == (None, "bob")


@pytest.mark.parametrize("token", ["", "x", "\ud800", "ñ"])
def test_token_that_was_not_given_out_is_nobodys(token: str) -> None:
    sessions = Sessions()
    sessions.open("alice")
    assert sessions.name_of(token) is None


def test_tokens_differ_and_have_256_bits() -> None:
    sessions = Sessions()
    tokens = {sessions.open("alice") for _ in range(50)}
    assert len(tokens) == 50
    assert {len(token) for token in tokens} == {43}


def test_session_ends_after_its_lifetime() -> None:
    clock = FakeClock()
    sessions = Sessions(lifetime_s=60, clock=clock)
    token = sessions.open("alice")
    clock.now = 59.9
    assert sessions.name_of(token) == "alice"
    clock.now = 60
    assert sessions.name_of(token) is None
    clock.now = 0
    assert sessions.name_of(token) is None


def test_session_that_is_closed_elsewhere_in_the_moment_it_ends_is_nobodys() -> None:
    clock = FakeClock()

    def closing_clock() -> float:
        if clock.now:
            sessions.close(token)
        return clock()

    sessions = Sessions(lifetime_s=60, clock=closing_clock)
    token = sessions.open("alice")
    clock.now = 60
    assert sessions.name_of(token) is None


def test_oldest_session_ends_where_there_are_too_many() -> None:
    sessions = Sessions(most=2)
    tokens = [sessions.open(name) for name in ("a", "b", "c")]
    assert [sessions.name_of(token) for token in tokens] == [None, "b", "c"]


# Failed tries


def test_tries_are_too_many_by_name_and_address_until_the_window_ends() -> None:
    clock = FakeClock()
    tries = FailedTries(most=2, window_s=10, clock=clock)
    seen = []
    for _ in range(3):
        seen.append(tries.are_too_many("alice", "1.2.3.4"))
        tries.add("alice", "1.2.3.4")
    assert seen == [False, False, True]
    assert not tries.are_too_many("alice", "5.6.7.8")
    assert not tries.are_too_many("bob", "1.2.3.4")
    clock.now = 10
    assert not tries.are_too_many("alice", "1.2.3.4")
    tries.add("alice", "1.2.3.4")
    assert not tries.are_too_many("alice", "1.2.3.4")


def test_tries_begin_anew_after_a_log_in() -> None:
    tries = FailedTries(most=1)
    tries.add("alice", "here")
    tries.forget("alice", "here")
    tries.forget("bob", "here")
    assert not tries.are_too_many("alice", "here")


def test_oldest_tries_are_forgotten_where_there_are_too_many_names() -> None:
    tries = FailedTries(most=1, kept=2)
    for name in ("a", "b", "c"):
        tries.add(name, "here")
    assert [tries.are_too_many(name, "here") for name in ("a", "b", "c")] == [False, True, True]


# Logging in


def run(steps: Coroutine[None, None, None]) -> None:
    asyncio.run(asyncio.wait_for(steps, timeout=10))


def test_log_in_begins_a_session_that_log_out_ends() -> None:
    async def steps() -> None:
        authenticator = Authenticator(ACCOUNTS)
        token = await authenticator.log_in("alice", "open sesame", address="here")
        assert authenticator.name_of(token) == "alice"
        authenticator.log_out(token)
        assert authenticator.name_of(token) is None

    run(steps())


def test_right_password_is_not_even_checked_after_too_many_wrong_ones() -> None:
    async def steps() -> None:
        authenticator = Authenticator(ACCOUNTS, tries=FailedTries(most=2))
        for _ in range(2):
            with pytest.raises(LogInError, match="no account 'alice' with this password"):
                await authenticator.log_in("alice", "wrong", address="here")
        with pytest.raises(TooManyTriesError, match="too many tries to log in as 'alice'"):
            await authenticator.log_in("alice", "open sesame", address="here")
        assert await authenticator.log_in("alice", "open sesame", address="there")

    run(steps())


def test_tries_sent_at_once_are_counted_before_they_are_checked() -> None:
    async def steps() -> None:
        authenticator = Authenticator(ACCOUNTS, tries=FailedTries(most=3))
        tries = [authenticator.log_in("alice", f"guess {n}", address="here") for n in range(10)]
        outcomes = await asyncio.gather(*tries, return_exceptions=True)
        assert [type(one) for one in outcomes] == [LogInError] * 3 + [TooManyTriesError] * 7

    run(steps())


class CountedHashes(dict[str, str]):
    """Counts how often a password was checked."""

    checks = 0

    def get(self, *key: Any) -> Any:
        self.checks += 1
        return super().get(*key)


def test_same_credentials_at_the_same_moment_are_checked_once_for_all() -> None:
    async def steps() -> None:
        hashes = CountedHashes(ACCOUNTS.hashes)
        authenticator = Authenticator(replace(ACCOUNTS, hashes=hashes), tries=FailedTries(most=1))
        credentials = ("alice", "open sesame")
        requests = [authenticator.check(*credentials, address="here") for _ in range(10)]
        log_ins = [authenticator.log_in(*credentials, address="here") for _ in range(2)]
        *_, one, other = await asyncio.gather(*requests, *log_ins)
        assert hashes.checks == 1
        assert one != other
        assert authenticator.name_of(str(one)) == authenticator.name_of(str(other)) == "alice"

    run(steps())


def test_same_wrong_password_at_the_same_moment_is_one_try() -> None:
    async def steps() -> None:
        authenticator = Authenticator(ACCOUNTS, tries=FailedTries(most=2))

        async def outcomes(count: int, address: str = "here") -> list[type]:
            tries = [authenticator.check("alice", "wrong", address=address) for _ in range(count)]
            return [type(one) for one in await asyncio.gather(*tries, return_exceptions=True)]

        assert await outcomes(10) == [LogInError] * 10
        assert await outcomes(1) == [LogInError]
        # Nobody at a wall hears of a check that somebody makes from elsewhere.
        there, here = await asyncio.gather(outcomes(1, "there"), outcomes(10))
        assert here == [TooManyTriesError] * 10
        assert there == [LogInError]

    run(steps())


def test_who_gives_up_leaves_the_check_to_those_who_wait_with_him() -> None:
    async def steps() -> None:
        authenticator = Authenticator(ACCOUNTS, tries=FailedTries(most=1))
        first, second = (
            asyncio.create_task(authenticator.check("alice", "open sesame", address="here"))
            for _ in range(2)
        )
        await asyncio.sleep(0)
        first.cancel()
        await second
        assert first.cancelled()

    run(steps())


@pytest.mark.parametrize("text", ["open sesame", "wrong"])
def test_password_is_kept_no_longer_than_its_check(text: str) -> None:
    class Password(str):
        """One that tells when it is forgotten."""

    async def steps() -> None:
        authenticator = Authenticator(ACCOUNTS)

        async def send(password: str) -> None:
            with suppress(LogInError):
                await authenticator.check("alice", password, address="here")

        password = Password(text)
        forgotten = weakref.ref(password)
        tries = [asyncio.create_task(send(password)) for _ in range(3)]
        del password
        await asyncio.wait(tries)
        gc.collect()
        assert forgotten() is None

    run(steps())


def test_password_of_every_request_is_checked_once_and_is_no_session() -> None:
    async def steps() -> None:
        authenticator = Authenticator(ACCOUNTS, tries=FailedTries(most=1))
        await authenticator.check("alice", "open sesame", address="here")
        with pytest.raises(LogInError):
            await authenticator.check("alice", "wrong", address="here")
        # No further check would be let through from here.
        await authenticator.check("alice", "open sesame", address="here")
        assert authenticator.name_of("alice:open sesame") is None

    run(steps())
