"""Room codes: made at random, read aloud without doubt, typed in any case."""

from __future__ import annotations

import re
import secrets

from ..config import settings

LINK = re.compile(r"/room/([^/?#\s]+)", re.IGNORECASE)

# Stems that would be read in a code whatever its case; digits are read as the letters they resemble.
RUDE = (
    "anal anus arse bdsm bich bitch boob butt clit cock coon crap cum cunt damn dick dike dildo dyke fag fart feck "
    "fuc fuk fuq gook hell homo jew jizz kike kkk knob kunt labia milf muff nazi negro nig niger orgy paki peen "
    "penis phuc phuk piss poon poop porn pube pussy queer rape scat scum semen sex shag shit sht skank slag slut "
    "smut spic spunk suck tit turd twat vag wank whor xxx"
).split()
LOOKALIKES = str.maketrans("0123456789", "oizeasgtbg")


def new_code() -> str:
    """A code nobody will blush at, from the system's own randomness; not yet known to be free."""
    while True:
        code = "".join(secrets.choice(settings().room_code_alphabet) for _ in range(settings().room_code_length))
        if not is_rude(code):
            return code


def is_rude(code: str) -> bool:
    """Whether a rude stem can be read in `code`, digits read as letters included."""
    plain = code.casefold()
    return any(stem in read for stem in RUDE for read in (plain, plain.translate(LOOKALIKES)))


def clean_code(typed: str) -> str:
    """The code in what was typed, dictated or pasted: a link, spaces, dashes and case are forgiven."""
    link = LINK.search(typed)
    return re.sub(r"[\s\0\-‐-―.·]+", "", link.group(1) if link else typed)[:64]


def code_key(code: str) -> str:
    """What makes two codes the same."""
    return clean_code(code).casefold()
