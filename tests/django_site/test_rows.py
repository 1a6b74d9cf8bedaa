"""The rows themselves: published vectors, rows of older Djangos, pickles and rubbish.

The vectors come from runs of Django 3.0.14 and 5.2 with the secret key and the moment that they name.
"""

import base64
import hashlib
import json
import logging
import pickle
from collections.abc import Callable

import pytest

from inko_lite.database import Database
from inko_lite.desk.django_site import SessionReader

from .conftest import BACKEND, KEY, DjangoProcess, auth_hash, reader, sign, sign_legacy, write_session

SIGNED_VECTOR = "eyJfYXV0aF91c2VyX2lkIjoiNyJ9:1r31eq:jl4zOxnVwQtreh1zz19nBZRqFzrIo686N8z2uDCsHL0"
COMPRESSED_VECTOR = (
    ".eJxVjDkOwjAUBe_iGlk2dvwdSvqcwfpbSADFUpYKcXeIlALaNzPvZQpu61C2RecyirkYMKffjZAfOu1A7jjdquU6rfNIdlfsQRfbVdHn9XD_DgZc"
    "hm9N2hC6PkfF7HL0GBOjBwksIJFYlSSkBAqpzUAN5xSQxbu28Sn3Z_P-AAx8OHE:1r31eq:RdD1a4n3-uDyD9HI-pQFsWNk2JrI2FFZMZ9mLj1BYV8"
)
VECTOR_PASSWORD = "pbkdf2_sha256$1000000$abc$def"
VECTOR_HASH = "be5ba0f84ea80841a46ca17d3cd7d4bceebd3667e76987b5c863acd1095168f2"
LEGACY_VECTOR = "MTg0ZTIzNGFhYTk2MTk4YTJkNTJiMjdjODc5YjY5YmFkMGQ2ODc4Mzp7Il9hdXRoX3VzZXJfaWQiOiI3In0="


def test_the_published_vectors_are_read(django: DjangoProcess, database: Database) -> None:
    sessions = SessionReader([KEY], lambda topic, sentence: None)
    assert sessions.session(SIGNED_VECTOR) == ({"_auth_user_id": "7"}, False)
    assert sessions.session(LEGACY_VECTOR) == ({"_auth_user_id": "7"}, True)
    full = {"_auth_user_id": "7", "_auth_user_backend": BACKEND, "_auth_user_hash": VECTOR_HASH}
    assert sessions.session(COMPRESSED_VECTOR) == (full, False)
    assert sessions.hash_holds(VECTOR_HASH, VECTOR_PASSWORD, legacy=False)
    assert not sessions.hash_holds(VECTOR_HASH, VECTOR_PASSWORD + "x", legacy=False)
    assert sign_legacy(b'{"_auth_user_id":"7"}') == LEGACY_VECTOR
    assert auth_hash(VECTOR_PASSWORD, KEY, hashlib.sha256) == VECTOR_HASH
    for vector in (SIGNED_VECTOR, COMPRESSED_VECTOR, LEGACY_VECTOR):
        assert SessionReader(["another"], print).session(vector)[0] == {}


def legacy_session(django: DjangoProcess, database: Database, name: str, algorithm: Callable) -> dict:
    user_id = django.create(name=name)
    ((password,),) = database.rows("SELECT password FROM public.auth_user WHERE id = %s", (user_id,))
    digest = auth_hash(password, KEY, algorithm)
    return {"_auth_user_id": user_id, "_auth_user_backend": BACKEND, "_auth_user_hash": digest}


@pytest.mark.parametrize("algorithm", [hashlib.sha1, hashlib.sha256])
def test_a_row_as_django_wrote_it_up_to_3_0_is_read(
    django: DjangoProcess, database: Database, name: str, algorithm: Callable
) -> None:
    payload = json.dumps(legacy_session(django, database, name, algorithm)).encode()
    session_key = write_session(database, sign_legacy(payload))
    assert reader(database).person(session_key).username == name
    assert reader(database, secret_key="new", secret_key_fallbacks=[KEY]).person(session_key).username == name
    assert reader(database, secret_key="new").person(session_key) is None


def test_an_empty_fallback_key_is_no_key(django: DjangoProcess, database: Database, name: str) -> None:
    session = legacy_session(django, database, name, hashlib.sha1)
    forged = write_session(database, sign_legacy(json.dumps(session).encode(), key=""))
    assert reader(database, secret_key_fallbacks=[""]).person(forged) is None


def test_a_sha1_hash_counts_in_a_legacy_row_only(django: DjangoProcess, database: Database, name: str) -> None:
    session = legacy_session(django, database, name, hashlib.sha1)
    assert reader(database).person(write_session(database, sign(session))) is None


sprung: list[bool] = []


def spring() -> None:
    sprung.append(True)


class Trap:
    """A pickle that leaves a mark when it is loaded."""

    def __reduce__(self) -> tuple:
        return spring, ()


def test_a_pickle_is_never_loaded_and_the_log_says_so_once(
    django: DjangoProcess, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    body = pickle.dumps({"_auth_user_id": "1", "trap": Trap()})
    django_1_2 = base64.encodebytes(body + hashlib.md5(body + KEY.encode()).hexdigest().encode()).decode()
    for data, word in ((sign({}, data=body), "JSON"), (sign_legacy(body), "JSON"), (django_1_2, "1.3")):
        caplog.clear()
        looking, session_key = reader(database), write_session(database, data)
        assert [looking.person(session_key) for _ in range(3)] == [None] * 3
        assert [record.levelno for record in caplog.records] == [logging.WARNING] and word in caplog.text
    assert not sprung
    pickle.loads(body)
    assert sprung, "the trap does not work, so it proves nothing"


def test_a_site_that_pickles_its_sessions_is_refused(
    django_dsn: str, django: DjangoProcess, database: Database, name: str
) -> None:
    pickling = DjangoProcess(django_dsn, SESSION_SERIALIZER="project.PickleSerializer")
    try:
        pickling.create(name=name)
        session_key = pickling.login(name=name)
        assert pickling.session(session_key=session_key)["_auth_user_backend"] == BACKEND
    finally:
        pickling.stop()
    assert reader(database).person(session_key) is None


@pytest.mark.parametrize(
    "data",
    ["", ":", "::", ":::", "a:b:c", "=", "é:é:é", "\ud7ff", "." * 1000, ":" * 1000, "A" * 4000, LEGACY_VECTOR[:-8]],
)
def test_rubbish_in_the_row_is_nobody(django: DjangoProcess, database: Database, data: str) -> None:
    assert reader(database).person(write_session(database, data)) is None


@pytest.mark.parametrize("data", [b"[]", b"null", b"7", b'"x"', b"{", b"\xff", b"[" * 100_000])
def test_signed_rubbish_is_nobody(django: DjangoProcess, database: Database, data: bytes) -> None:
    assert reader(database).person(write_session(database, sign({}, data=data))) is None
    assert reader(database).person(write_session(database, sign_legacy(data))) is None
