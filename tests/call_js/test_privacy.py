"""Proof of privacy: the same four pictures on both sides of a line, and others for everybody who sits between."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .browsers import until
from .conftest import Visitors
from .steps import Enter, connected, tile
from .stub import Call

pytestmark = pytest.mark.xdist_group("call")

A, B, M = (f"sha-256 {digit * 64}" for digit in "abc")
N1, N2, N3 = (digit * 32 for digit in "123")
# Two sides, what each has said, and letters that are carried only when a test says so.
WORLD = """
const { Proof } = await import("/static/js/call/fingerprints-proof.js");
const { commitmentTo } = await import("/static/js/call/fingerprints.js");
const make = (own, theirs) => {
  const said = [];
  return { proof: new Proof({ own, theirs }, (message) => said.push(message)), said };
};
const carry = async (one, other) => {
  while (one.said.length + other.said.length > 0) {
    for (const message of one.said.splice(0)) await other.proof.hear(JSON.parse(JSON.stringify(message)));
    for (const message of other.said.splice(0)) await one.proof.hear(JSON.parse(JSON.stringify(message)));
  }
};
const told = ({ proof }) => ({ state: proof.state, digest: proof.digest && [...proof.digest] });
"""

# Some browsers tell nothing of certificates in their statistics: of a transport they know only the way.
NAMELESS = """
window.RTCPeerConnection = class extends RTCPeerConnection {
  async getStats() {
    const stats = [...(await super.getStats())].filter(([, { type }]) => type !== "certificate");
    return new Map(stats.map(([id, { localCertificateId, remoteCertificateId, ...stat }]) => [id, stat]));
  }
};
"""


@pytest.fixture
def page(visitors: Visitors, chromium: Browser) -> Page:
    return visitors.open(chromium, "/preview")


def played(page: Page, play: str) -> Any:
    return page.evaluate(f"async () => {{ {WORLD} {play} }}")


def digest(page: Page, certificates: list[str], nonces: list[str]) -> list[int]:
    code = """async ([[own, theirs], [mine, yours]]) => {
      const { digestOf } = await import("/static/js/call/fingerprints.js");
      return [...await digestOf({ own, theirs }, { own: mine, theirs: yours })];
    }"""
    return page.evaluate(code, [certificates, nonces])


def test_there_are_256_pictures_each_with_a_name_of_its_own(page: Page) -> None:
    emoji = page.evaluate("async () => (await import('/static/js/call/emoji.js')).EMOJI")
    assert len(emoji) == len({one["sign"] for one in emoji}) == len({one["name"] for one in emoji}) == 256
    assert all(len(one["sign"].rstrip("\ufe0f")) == 1 and one["name"].isascii() for one in emoji)


def test_the_digest_is_the_same_on_both_sides_and_another_for_anything_else(page: Page) -> None:
    ours = digest(page, [A, B], [N1, N2])
    assert ours == digest(page, [B, A], [N2, N1])
    others = [
        digest(page, certificates, nonces)
        for certificates, nonces in (
            ([A, M], [N1, N2]),
            ([M, B], [N1, N2]),
            ([A.replace("sha-256", "sha-512"), B], [N1, N2]),
            ([A[:-1] + "d", B], [N1, N2]),
            ([A, B], [N1, N3]),
            ([A, B], [N2, N1]),
        )
    ]
    assert len({tuple(one[:4]) for one in [ours, *others]}) == 7
    same = [
        page.evaluate("async (one) => (await import('/static/js/call/fingerprints.js')).canonical(one)", one)
        for one in (
            {"fingerprint": "AB:CD:0F", "fingerprintAlgorithm": "SHA-256"},
            {"fingerprint": "ab:cd:0f", "fingerprintAlgorithm": "sha-256"},
        )
    ]
    assert same == ["sha-256 abcd0f"] * 2


@pytest.mark.parametrize("first", ["one", "other", "both", "one twice"])
def test_two_honest_sides_agree_whoever_speaks_first(page: Page, first: str) -> None:
    speaks = {
        "one": "await one.proof.speak();",
        "other": "await other.proof.speak();",
        "both": "await one.proof.speak(); await other.proof.speak();",
        # The other page had nobody to listen yet.
        "one twice": "await one.proof.speak(); one.said.length = 0; await one.proof.speak();",
    }[first]
    play = f"""const one = make("{A}", "{B}"), other = make("{B}", "{A}");
      {speaks} await carry(one, other); return [told(one), told(other)];"""
    one, other = played(page, play)
    assert one == other
    assert one["state"] == "proved"
    again, _ = played(page, play)
    assert again["digest"] != one["digest"], "what is compared was drawn for this line alone"


def test_nobody_is_shown_the_nonce_before_they_have_committed_themselves(page: Page) -> None:
    play = f"""const one = make("{A}", "{B}");
      await one.proof.speak(); await one.proof.speak();
      await one.proof.hear({{ kind: "proof", nonce: "{N1}" }});
      await one.proof.hear({{ kind: "proof", commitment: "short", nonce: "{N1}" }});
      await one.proof.hear(null);
      const before = one.said.map(({{ nonce }}) => nonce);
      await one.proof.hear({{ kind: "proof", commitment: "{"0" * 64}" }});
      return [before, one.said.at(-1).nonce, one.proof.state];"""
    before, after, state = played(page, play)
    assert before == [None, None]
    assert len(after) == 32
    assert state == "waiting"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("another nonce than promised", 'promised, nonce: "' + N3 + '"'),
        ("another promise", 'commitment: "' + "0" * 64 + '", nonce: null'),
        ("a nonce that is none", 'promised, nonce: "x"'),
    ],
)
def test_who_goes_back_on_their_word_is_found_out(page: Page, name: str, said: str) -> None:
    said = said.replace("promised", "commitment: promise")
    play = f"""const one = make("{A}", "{M}");
      const promise = await commitmentTo("{M}", "{N1}");
      await one.proof.hear({{ kind: "proof", commitment: promise, nonce: null }});
      await one.proof.hear({{ kind: "proof", {said} }});
      await one.proof.hear({{ kind: "proof", commitment: promise, nonce: "{N1}" }});
      return told(one);"""
    assert played(page, play) == {"state": "broken", "digest": None}, name


def test_somebody_in_between_shows_each_side_something_else(page: Page) -> None:
    """They hold a line to each side with a certificate of their own, and may even repeat what the others say."""
    play = f"""const a = make("{A}", "{M}"), toA = make("{M}", "{A}"), b = make("{B}", "{M}"), toB = make("{M}", "{B}");
      await a.proof.speak(); await b.proof.speak();
      await carry(a, toA); await carry(b, toB); return [told(a), told(b)];"""
    a, b = played(page, play)
    assert a["state"] == b["state"] == "proved"
    assert a["digest"][:4] != b["digest"][:4]
    mirror = f"""const a = make("{A}", "{M}");
      await a.proof.speak();
      for (let round = 0; round < 3; round++)
        for (const message of a.said.splice(0)) await a.proof.hear(message);
      return told(a);"""
    assert played(page, mirror)["state"] == "broken", "an echo is no other side"


# Open somebody's actions and press the button of the proof; false until there is one.
ASK = """(user) => {
  const tile = document.querySelector(`li.tile[data-user="${user}"]`);
  const body = document.body.appendChild(document.createElement("div"));
  const detail = { tile, user, participant: tile.id.replace("participant-", ""), body };
  document.dispatchEvent(new CustomEvent("tile:open", { detail }));
  const button = body.querySelector("button");
  button?.click();
  body.remove();
  return button !== null;
}"""


def four(page: Page, user: int) -> list[str]:
    """The pictures that somebody reads of another, by the button among that one's actions."""
    until(page, lambda: page.evaluate(ASK, user))
    dialog = page.get_by_role("dialog", name="Proof of privacy")
    expect(dialog.locator(".proof__signs li")).to_have_count(4)
    return dialog.locator(".proof__signs li").all_inner_texts()


def test_two_browsers_read_the_same_until_the_line_is_another(
    visitors: Visitors, enter: Enter, chromium: Browser
) -> None:
    asha, leila = enter(1), visitors.open(chromium, "/room?user=2&name=Leila%20Haddad&role=member", NAMELESS)
    connected(asha, 2)
    connected(leila, 1)
    before = four(asha, 2)
    assert before == four(leila, 1)
    used = """async () => {
      const { certificatesOf } = await import("/static/js/call/fingerprints.js");
      return certificatesOf(window.connections.find((one) => one.connectionState === "connected"));
    }"""
    ours, theirs = asha.evaluate(used), leila.evaluate(used)
    assert (ours["own"], ours["theirs"]) == (theirs["theirs"], theirs["own"])
    asha.evaluate("document.addEventListener('toast', ({ detail }) => (window.said = detail.text))")
    dialog = asha.get_by_role("dialog", name="Proof of privacy")
    dialog.get_by_role("button", name="They are the same").click()
    expect(dialog.get_by_text("Compared: the same on both sides")).to_be_visible()
    leila.reload()
    until(asha, lambda: asha.evaluate("window.said?.includes('compare the proof of privacy again')"))
    expect(dialog.get_by_role("button", name="They are the same")).to_be_visible()
    after = dialog.locator(".proof__signs li").all_inner_texts()
    assert after != before
    assert after == four(leila, 1)


def test_a_server_that_swaps_fingerprints_only_prevents_the_line(enter: Enter, call: Call) -> None:
    """The handshake is held with the certificate that the description names, or not at all."""
    say = call.say

    def tamper(event: str, data: dict[str, Any], to: str | None = None) -> None:
        if description := data.get("description"):
            marks = description["sdp"].split("a=fingerprint:sha-256 ")
            swapped = "a=fingerprint:sha-256 ".join([marks[0], *("00" + mark[2:] for mark in marks[1:])])
            assert swapped != description["sdp"]
            data = {**data, "description": {**description, "sdp": swapped}}
        say(event, data, to)

    call.say = tamper  # type: ignore[method-assign]
    asha, _leila = enter(1), enter(2)
    met = "window.connections.some((one) => ['connected', 'completed'].includes(one.iceConnectionState))"
    until(asha, lambda: asha.evaluate(met))
    until(asha, lambda: asha.evaluate("window.connections.some((one) => one.connectionState === 'failed')"))
    expect(tile(asha, 2)).not_to_have_attribute("data-state", "connected")
    assert asha.evaluate("window.connections.every((one) => one.connectionState !== 'connected')")
