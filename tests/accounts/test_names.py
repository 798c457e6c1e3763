"""Names, addresses and words about oneself: what is mended silently and what is refused."""

from __future__ import annotations

import pytest

from app.accounts.names import clean_bio, clean_display_name, clean_email, clean_username, gather, username_key
from app.config import Settings, activate
from app.errors import Invalid


@pytest.fixture(autouse=True)
def _limits(settings: Settings) -> None:
    """How long a name may be is a setting."""
    activate(settings)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Asha   Rao ", "Asha Rao"),
        ("Asha\u202eoaR", "AshaoaR"),
        ("Asha\u2066\u0007\u200b Rao\n", "Asha Rao"),
        ("Jose\u0301", "José"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("नमस्ते", "नमस्ते"),
    ],
)
def test_display_names_lose_only_what_deceives(typed: str, name: str) -> None:
    assert clean_display_name(typed) == name


@pytest.mark.parametrize("typed", ["", "   ", "\u200d\u200c", "\u3164", "\u202e", "x" * 41, "\ud800"])
def test_names_that_nobody_could_read_are_refused(typed: str) -> None:
    with pytest.raises(Invalid) as no:
        clean_display_name(typed)
    assert set(no.value.fields) == {"display_name"}


@pytest.mark.parametrize("typed", ["asha", "Asha.Rao", "a_1-2", "@asha", " asha ", "x" * 30])
def test_usernames_that_may_be(typed: str) -> None:
    assert clean_username(typed) == typed.strip().removeprefix("@")


@pytest.mark.parametrize("typed", ["", "ab", "x" * 31, ".asha", "asha rao", "ash@", "аshа", "a/b", "asha\n\x00"])
def test_usernames_that_may_not(typed: str) -> None:
    with pytest.raises(Invalid):
        clean_username(typed)


def test_a_username_is_one_whatever_its_case() -> None:
    assert username_key("@Asha") == username_key(" aSHA")


@pytest.mark.parametrize(
    "typed", ["asha", "asha@", "@example.org", "a b@example.org", "asha@example", "a@b..c", "a" * 255]
)
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(Invalid):
        clean_email(typed)


def test_addresses_are_lowercased() -> None:
    assert clean_email(" Asha.Rao@Example.ORG ") == "asha.rao@example.org"


def test_a_bio_keeps_its_lines_and_has_an_end() -> None:
    assert clean_bio("One\r\n\r\n\r\n\r\ntwo \u202e\n") == "One\n\ntwo"
    with pytest.raises(Invalid):
        clean_bio("x" * 501)


def test_all_fields_are_named_at_once() -> None:
    with pytest.raises(Invalid) as no:
        gather(display_name=lambda: clean_display_name(""), username=lambda: clean_username("a"), bio=lambda: "fine")
    assert set(no.value.fields) == {"display_name", "username"}
