"""Room codes: readable, decent, unpredictable, and forgiving about how they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import CODE_ALPHABET, activate
from app.rooms.codes import clean_code, code_key, is_rude, new_code
from tests.conftest import make_settings


@pytest.fixture(autouse=True)
def settings_of_codes(tmp_path: Path) -> None:
    activate(make_settings(tmp_path))


def test_a_code_has_eight_characters_that_nobody_confuses() -> None:
    for code in {new_code() for _ in range(500)}:
        assert len(code) == 8
        assert set(code) <= set(CODE_ALPHABET)
        assert not set(code) & set("0Oo1Il")


def test_five_hundred_codes_are_five_hundred() -> None:
    assert len({code_key(new_code()) for _ in range(500)}) == 500


def test_length_and_alphabet_come_from_settings(tmp_path: Path) -> None:
    activate(make_settings(tmp_path, room_code_length=12, room_code_alphabet="ABCDEFGHJKMNPQRSTUVW"))
    code = new_code()
    assert len(code) == 12
    assert set(code) <= set("ABCDEFGHJKMNPQRSTUVW")


@pytest.mark.parametrize("code", ["xxSHiTab", "fUcKabcd", "a5h17abc", "Tw4Tabcd"])
def test_rude_codes_are_known(code: str) -> None:
    assert is_rude(code)


@pytest.mark.parametrize(
    "typed",
    [
        "gt7km2pq",
        " GT7K M2PQ ",
        "GT7k-m2Pq",
        "https://talk.example/room/GT7km2Pq",
        "https://talk.example/room/gt7km2pq?x=1#end",
        "see you in https://talk.example/room/GT7km2Pq at eight",
    ],
)
def test_a_code_may_be_typed_dictated_or_pasted(typed: str) -> None:
    assert code_key(typed) == "gt7km2pq"


def test_cleaning_keeps_case_and_bounds_length() -> None:
    assert clean_code("GT7k m2Pq") == "GT7km2Pq"
    assert len(clean_code("x" * 1000)) == 64
