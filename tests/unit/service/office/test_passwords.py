"""How passwords are kept: the default parameters, and how many hashes run at once."""

import asyncio
import os
import threading

from argon2 import PasswordHasher

from service.office.passwords import AT_ONCE, Passwords

PASSWORD = "晴天 walks 27 miles"


async def test_the_default_is_argon2id_with_the_low_memory_parameters_of_rfc_9106() -> None:
    passwords = Passwords(os.urandom)
    stored = await passwords.hash(PASSWORD, name="李娜")

    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert await passwords.verify(stored, PASSWORD)
    assert not await passwords.verify(stored, PASSWORD + "x")
    assert await passwords.renewed(stored, PASSWORD) is None


async def test_full_width_typing_is_the_same_password() -> None:
    passwords = Passwords(os.urandom, PasswordHasher(1, 8, 1))
    stored = await passwords.hash("ａｂｃ def 123 晴天雨天", name="李娜")
    assert await passwords.verify(stored, "abc def 123 晴天雨天")


async def test_two_equal_passwords_are_stored_differently() -> None:
    passwords = Passwords(os.urandom, PasswordHasher(1, 8, 1))
    stored = [await passwords.hash(PASSWORD, name="李娜") for _ in range(2)]
    assert stored[0] != stored[1]


async def test_a_damaged_hash_matches_nothing() -> None:
    passwords = Passwords(os.urandom, PasswordHasher(1, 8, 1))
    assert not await passwords.verify("", PASSWORD)
    assert not await passwords.verify("$argon2id$broken", PASSWORD)


class Watched(PasswordHasher):
    """The real argon2id; every hash waits until AT_ONCE of them run, and the most is kept."""

    def __init__(self) -> None:
        super().__init__(1, 8, 1)
        self.running = 0
        self.most = 0
        self.lock = threading.Lock()
        self.together = threading.Barrier(AT_ONCE, timeout=10)

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002 — argon2's name
        with self.lock:
            self.running += 1
            self.most = max(self.most, self.running)
        self.together.wait()
        try:
            return super().verify(hash, password)
        finally:
            with self.lock:
                self.running -= 1


async def test_no_more_than_two_hashes_run_at_once() -> None:
    hasher = Watched()
    passwords = Passwords(os.urandom, hasher)
    stored = await passwords.hash(PASSWORD, name="李娜")

    await asyncio.gather(*(passwords.verify(stored, PASSWORD) for _ in range(4 * AT_ONCE)))

    assert hasher.most == AT_ONCE == 2
