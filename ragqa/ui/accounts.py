"""Who may use the chat: accounts, log-in sessions, and failed tries to log in.

The only importer of argon2, inside its functions.
"""

import asyncio
import hashlib
import hmac
import os
import secrets
import time
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ragqa.errors import RagqaError, SettingsError

SESSION_LIFETIME_S = 12 * 3600

_MIN_PASSWORD_CHARS, _MAX_PASSWORD_CHARS = 8, 1024
_MAX_NAME_CHARS = 64
_HASH_PREFIX = "$argon2id$"
_HOW_TO_MAKE = 'make the line with "ragqa password NAME"'

_CHECKS_AT_ONCE = 2  # each takes 64 MiB of memory for a moment

Clock = Callable[[], float]
"""Returns seconds that only ever grow."""


class LogInError(RagqaError):
    """A name and a password do not belong together."""


class TooManyTriesError(LogInError):
    """So many tries to log in failed that no more are checked for a while."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """The hashes of passwords by name.

    ``decoy`` is the hash of a password that nobody knows: an unknown name costs as much work as a
    known one, so that the time of an answer tells nobody which names there are.
    """

    hashes: Mapping[str, str]
    decoy: str

    def check(self, name: str, password: str) -> bool:
        """Return whether the password is that of the name; it takes long on purpose."""
        import argon2

        known = self.hashes.get(_normalised(name))
        if len(password) > _MAX_PASSWORD_CHARS:
            return False
        try:
            argon2.PasswordHasher().verify(known or self.decoy, _normalised(password))
        except argon2.exceptions.VerificationError:
            return False
        return known is not None


def read_accounts(path: Path) -> Accounts:
    """Read a file of accounts: ``name:$argon2id$…`` a line; blank lines and ``#`` are left out.

    Raises
    ------
    SettingsError
        If the file cannot be read, has no account, or a line is not one; no message holds a hash.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"cannot read the accounts in {path}: {error}") from error
    hashes: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        place = f"{path}, line {number}: "
        name, hashed = _read_line(line, place=place)
        if name in hashes:
            raise SettingsError(f"{place}there is a second {name!r}; keep one")
        hashes[name] = hashed
    if not hashes:
        raise SettingsError(f"{path} has no account; {_HOW_TO_MAKE}")
    return Accounts(hashes=hashes, decoy=_decoy_like(next(iter(hashes.values()))))


def hash_password(password: str) -> str:
    """Return the Argon2id hash of a password (RFC 9106), with a salt of its own.

    Raises
    ------
    SettingsError
        If the password is too short or too long.
    """
    import argon2

    if not _MIN_PASSWORD_CHARS <= len(password) <= _MAX_PASSWORD_CHARS:
        raise SettingsError(
            f"the password has {len(password)} characters; it must have"
            f" {_MIN_PASSWORD_CHARS} to {_MAX_PASSWORD_CHARS}"
        )
    return argon2.PasswordHasher().hash(_normalised(password))


def account_line(name: str, password: str) -> str:
    """Return the line of an account, as `read_accounts` reads it.

    Raises
    ------
    SettingsError
        If the name or the password cannot be one.
    """
    return f"{_checked_name(name)}:{hash_password(password)}"


def check_name(name: str) -> None:
    """Check that a name can be one.

    Raises
    ------
    SettingsError
        If it is empty, too long, or has characters that the file of accounts cannot hold.
    """
    _checked_name(name)


def is_open_to_others(path: Path) -> bool:
    """Return whether other users of this machine can read or change a file."""
    return os.name == "posix" and bool(path.stat().st_mode & 0o077)


class Sessions:
    """Who is logged in. A token is known to the browser alone; here only its digest is kept.

    Parameters
    ----------
    lifetime_s
        How long a session lasts, whatever is done in it.
    most
        How many there may be; beyond that the oldest ends.
    """

    def __init__(
        self,
        *,
        lifetime_s: float = SESSION_LIFETIME_S,
        most: int = 10_000,
        clock: Clock = time.monotonic,
    ) -> None:
        self._lifetime_s = lifetime_s
        self._most = most
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._opened: OrderedDict[bytes, tuple[str, float]] = OrderedDict()

    def open(self, name: str) -> str:
        """Begin a session and return its token."""
        token = secrets.token_urlsafe(32)
        self.remember(token, name)
        return token

    def remember(self, token: str, name: str) -> None:
        """Begin a session with a token that somebody else has chosen."""
        self._opened[self._digest(token)] = (name, self._clock() + self._lifetime_s)
        while len(self._opened) > self._most:
            self._opened.popitem(last=False)

    def name_of(self, token: str) -> str | None:
        """Return whose session it is; None if there is none, or it has ended."""
        digest = self._digest(token)
        name, ends = self._opened.get(digest, ("", 0.0))
        if not name:
            return None
        if self._clock() >= ends:
            # It may have been closed in another thread.
            self._opened.pop(digest, None)
            return None
        return name

    def close(self, token: str) -> None:
        """End a session, if there is one."""
        self._opened.pop(self._digest(token), None)

    def _digest(self, token: str) -> bytes:
        # With a key of this process, since a token may be chosen by somebody and be guessable.
        return hmac.digest(self._key, token.encode("utf-8", "surrogatepass"), hashlib.sha256)


class FailedTries:
    """How often a log-in failed lately, by name and address.

    Parameters
    ----------
    most
        How many tries may fail within ``window_s``; after that none is let through.
    kept
        How many names and addresses are remembered; beyond that the oldest is forgotten.
    """

    def __init__(
        self,
        *,
        most: int = 5,
        window_s: float = 300.0,
        kept: int = 10_000,
        clock: Clock = time.monotonic,
    ) -> None:
        self._most = most
        self._window_s = window_s
        self._kept = kept
        self._clock = clock
        self._failed: OrderedDict[tuple[str, str], tuple[int, float]] = OrderedDict()

    def are_too_many(self, name: str, address: str) -> bool:
        """Return whether no further try is let through for now."""
        failed, until = self._failed.get((name, address), (0, 0.0))
        return failed >= self._most and self._clock() < until

    def add(self, name: str, address: str) -> None:
        """Count a try that failed; the window begins with the first."""
        now = self._clock()
        failed, until = self._failed.get((name, address), (0, 0.0))
        if now >= until:
            failed, until = 0, now + self._window_s
        self._failed[name, address] = (failed + 1, until)
        while len(self._failed) > self._kept:
            self._failed.popitem(last=False)

    def forget(self, name: str, address: str) -> None:
        """Begin anew, after a log-in."""
        self._failed.pop((name, address), None)


class Authenticator:
    """Checks passwords, a few at once and not too often, and knows who is logged in.

    Who sends the same name and password from the same address while they are being checked waits
    for that check: it is one try, however many send it.
    """

    def __init__(
        self,
        accounts: Accounts,
        *,
        sessions: Sessions | None = None,
        tries: FailedTries | None = None,
    ) -> None:
        self._accounts = accounts
        self._sessions = sessions or Sessions()
        self._tries = tries or FailedTries()
        # Apart from the sessions: a guessed password sent as the token of one would not count as
        # a try.
        self._checked = Sessions()
        self._checks = asyncio.Semaphore(_CHECKS_AT_ONCE)
        # By name, password and address; each only as long as it is going on.
        self._running: dict[tuple[str, str, str], asyncio.Task[bool]] = {}

    async def log_in(self, name: str, password: str, *, address: str) -> str:
        """Begin a session and return its token.

        Raises
        ------
        LogInError
            If the password is not that of the name.
        TooManyTriesError
            If too many tries of this name from this address failed lately.
        """
        await self._check(name, password, address=address)
        return self._sessions.open(name)

    async def check(self, name: str, password: str, *, address: str) -> None:
        """Check a password that comes with every request; the errors are those of `log_in`.

        What was right once is remembered like a session, since each real check takes long.
        """
        credentials = f"{name}:{password}"
        if self._checked.name_of(credentials) is None:
            await self._check(name, password, address=address)
            self._checked.remember(credentials, name)

    def name_of(self, token: str) -> str | None:
        """Return who is logged in with a token; None if nobody is."""
        return self._sessions.name_of(token)

    def log_out(self, token: str) -> None:
        """End a session, if there is one."""
        self._sessions.close(token)

    async def _check(self, name: str, password: str, *, address: str) -> None:
        credentials = (name, password, address)
        running = self._running.get(credentials)
        if running is None:
            if self._tries.are_too_many(name, address):
                raise TooManyTriesError(f"too many tries to log in as {name!r}; wait some minutes")
            # Counted before it is checked, since many can be sent while one is.
            self._tries.add(name, address)
            running = asyncio.create_task(self._is_right(*credentials))
            self._running[credentials] = running
            running.add_done_callback(lambda _: self._running.pop(credentials))
        # Who gives up takes the answer from nobody else.
        if not await asyncio.shield(running):
            raise LogInError(f"no account {name!r} with this password; check both")

    async def _is_right(self, name: str, password: str, address: str) -> bool:
        async with self._checks:
            is_right = await asyncio.to_thread(self._accounts.check, name, password)
        if is_right:
            self._tries.forget(name, address)
        return is_right


def _read_line(line: str, *, place: str) -> tuple[str, str]:
    import argon2

    name, colon, hashed = line.strip().partition(":")
    if not colon or not hashed.startswith(_HASH_PREFIX):
        raise SettingsError(f"{place}expected name:{_HASH_PREFIX}…; {_HOW_TO_MAKE}")
    try:
        argon2.extract_parameters(hashed)
    except argon2.exceptions.InvalidHashError as error:
        raise SettingsError(f"{place}the hash of {name!r} is damaged; {_HOW_TO_MAKE}") from error
    return _checked_name(name, place=place), hashed


def _checked_name(name: str, *, place: str = "") -> str:
    """Return a name in the one spelling that its letters have; ``place`` stands in the error."""
    name = _normalised(name)
    if not 1 <= len(name) <= _MAX_NAME_CHARS:
        raise SettingsError(f"{place}a name has 1 to {_MAX_NAME_CHARS} characters, not {len(name)}")
    if not name.isprintable() or name != name.strip() or ":" in name or name.startswith("#"):
        raise SettingsError(
            f"{place}{name!r} is no name: it must be printable, with no colon, no # before it and"
            " no space around it"
        )
    return name


def _decoy_like(hashed: str) -> str:
    import argon2

    hasher = argon2.PasswordHasher.from_parameters(argon2.extract_parameters(hashed))
    return hasher.hash(secrets.token_urlsafe(32))


def _normalised(text: str) -> str:
    """Return a text as any keyboard types it: letters and their accents in one (Unicode NFC)."""
    return unicodedata.normalize("NFC", text)
