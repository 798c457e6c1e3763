"""How much a browser fetches that has never been here, until somebody sits in a room."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.journeys.people import Person
from tests.servers.guftagu import Guftagu, guftagu_server

# Of the room page's first load, everything of ours included; the Daily library comes on joining a Daily call.
ALLOWED = 60_000
WORDS = """hello everybody tonight who plays first wait five minutes tea is ready good morning from here sound better now
can you hear me let us begin the other one please send it again see what happened yesterday never mind after dinner
thanks a lot no problem maybe tomorrow where did they go""".split()


@dataclass
class Load:
    """One thing that was fetched: `kind` as the browser names it, `size` of the body as it came over the line."""

    kind: str
    path: str
    size: int
    encoding: str

    def __str__(self) -> str:
        return f"{self.size:6} {self.encoding:5} {self.kind:10} {self.path}"


@pytest.fixture(scope="module")
def house() -> Iterator[Guftagu]:
    with guftagu_server() as server:
        yield server


@pytest.fixture(params=[0, 50], ids=["empty", "talkative"])
def room_page(request: pytest.FixtureRequest, chromium: Browser, house: Guftagu) -> Iterator[list[Load]]:
    """What the room page fetches in a fresh browser, after so many messages; who sits there already comes from another window."""
    asha = Person(chromium, house.url, "Asha Rao")
    link = asha.register().create_room("Gaming Night")
    asha.enter(link)
    talk(asha, link, request.param)
    asha.page.get_by_role("toolbar", name="Call controls").wait_for()
    fresh = chromium.new_context(storage_state=asha.context.storage_state(), permissions=["camera", "microphone"])
    page = fresh.new_page()
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    open_room(page, link)
    yield [weigh(response) for response in responses]
    fresh.close()
    asha.go_away()


def talk(person: Person, link: str, count: int) -> None:
    """So many messages, each of other words than those before it."""
    head = {"X-CSRFToken": person.page.locator("[name=csrf_token]").first.input_value()}
    chance = random.Random(1)  # noqa: S311
    for _ in range(count):
        words = " ".join(chance.sample(WORDS, 6))
        answer = person.context.request.post(f"{link}/messages", form={"body": words.capitalize()}, headers=head)
        assert answer.ok, answer.text()


def open_room(page: Page, link: str) -> None:
    """Until the camera is seen and nothing is fetched any more."""
    page.goto(link)
    expect(page.locator("li.tile[data-state=connected]")).to_have_count(1)
    page.wait_for_load_state("networkidle")


def weigh(response: Response) -> Load:
    """As it was sent; a page as gzip makes it, for that is left to the proxy (see docs/deploy.md)."""
    kind, path = response.request.resource_type, urlsplit(response.url).path
    encoding = response.header_value("content-encoding") or ""
    if kind == "document" and not encoding:
        return Load(kind, path, len(gzip.compress(response.body())), "(gzip)")
    # Less than nothing means that the browser had it already.
    return Load(kind, path, max(0, response.request.sizes()["responseBodySize"]), encoding)


def test_the_room_page_is_light(room_page: list[Load]) -> None:
    heaviest = sorted(room_page, key=lambda load: load.size, reverse=True)
    total = sum(load.size for load in heaviest)
    print(*heaviest, total, sep="\n")
    assert total <= ALLOWED, "\n".join(map(str, ["", *heaviest[:15], f"{total} in {len(heaviest)} files"]))
