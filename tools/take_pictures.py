"""Takes the pictures of the documentation: `.venv/bin/python tools/take_pictures.py`, after `make setup-test`.

Four people in browsers of their own join a room of a freshly started server. Their cameras show drawn faces
(static/img/people), turned into the raw video files that Chromium plays instead of a camera. The stage with one
to ten people is drawn by `tests/look/stages.py`.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.journeys.people import Person  # noqa: E402
from tests.journeys.test_doctor import run  # noqa: E402
from tests.journeys.test_knock import knock, open_waiting_room  # noqa: E402
from tests.look import stages  # noqa: E402
from tests.servers.browser import launch  # noqa: E402
from tests.servers.coturn import LOOPBACK, coturn_server  # noqa: E402
from tests.servers.guftagu import guftagu_server  # noqa: E402

PEOPLE = {"Asha Rao": "asha", "Leila Haddad": "leila", "Kenji Mori": "kenji", "Tomás Vega": "tomas"}
TALK = (
    ("Leila Haddad", "Is everybody here?"),
    ("Tomás Vega", "Soup is on, so I am muted for a bit 🍲"),
    ("Kenji Mori", "Second map is ready, want a look first?"),
    ("Asha Rao", "No hurry. We take the long map first."),
)
SIZE = (640, 360)
FRAMES = 10
DESK = ViewportSize(width=1280, height=800)
# What docs/screens.md shows of the stage, at what width.
STAGES = {
    **{f"desk-{count}": 720 for count in range(1, 11)},
    **{f"phone-{count}": 240 for count in (1, 2, 4, 6)},
    "desk-share": 1200,
    "desk-pin": 720,
    "phone-share": 240,
    "lying-share": 480,
}


def main() -> None:
    pictures = ROOT / "docs" / "img"
    pictures.mkdir(parents=True, exist_ok=True)
    with (
        coturn_server(*LOOPBACK) as relay,
        guftagu_server(relay.settings) as server,
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
    ):
        drawing = launch(playwright)
        browsers = [
            launch(playwright, f"--use-file-for-fake-video-capture={film(drawing, face, Path(folder))}")
            for face in PEOPLE.values()
        ]
        people = [
            Person(browser, server.url, name, viewport={"width": 1440, "height": 900})
            for browser, name in zip(browsers, PEOPLE, strict=True)
        ]
        gather(people)
        shoot(people[0].page, pictures)
        shoot_doors(people, Person(drawing, server.url, "Amina Yusuf", viewport=DESK), pictures)
        for browser in browsers:
            browser.close()
    with tempfile.TemporaryDirectory() as folder:
        stages.main(folder)
        for name, width in STAGES.items():
            shrink(Path(folder) / f"{name}.png", pictures / f"stage-{name}.webp", width)


def gather(people: list[Person]) -> None:
    """Everybody comes in, sees everybody, and says something."""
    asha, *others = people
    link = asha.register().create_room("Gaming Night", seats=10)
    for person in people:
        person.enter(link)
    for other in others:
        asha.sees(other)
    by_name = {person.name: person for person in people}
    by_name["Tomás Vega"].control("Mic").click()
    for name, text in TALK:
        by_name[name].say(text)
        asha.reads(text)


def shoot(page: Page, folder: Path) -> None:
    """The room on a desk and on a phone, by day and by night."""
    expect(page.locator("toast-list .toast")).to_have_count(0, timeout=20_000)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": 1440, "height": 900})
        save(page, folder / ("room.webp" if theme == "light" else "room-dark.webp"))
    page.get_by_role("tab", name="People").click()
    save(page, folder / "people-dark.webp")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("tab", name="Chat").click()
    save(page, folder / "room-phone.webp")


def shoot_doors(people: list[Person], amina: Person, folder: Path) -> None:
    """What opens over the room, and the pages before it: how one comes in, and whether one can."""
    asha = people[0]
    page = asha.page
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESK)
    link = page.url
    for name, open_dialog in (
        ("invite", lambda: page.get_by_role("link", name="Invite", exact=True).click()),
        ("settings", lambda: page.get_by_role("link", name="Settings").click()),
        ("privacy", lambda: _open_more(asha, "Proof of privacy")),
        ("budget", lambda: _open_more(asha, "Data budget")),
    ):
        open_dialog()
        expect(page.locator("dialog[open]")).to_be_visible()
        save(page, folder / f"{name}.webp")
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
    shoot_waiting(asha, amina, link, folder)
    run(amina.page, "I hear them")
    save(amina.page, folder / "doctor.webp")


def shoot_waiting(asha: Person, amina: Person, link: str, folder: Path) -> None:
    """Amina knocks: what they see, and what the host sees."""
    note = "Kenji asked me to bring the second map"
    open_waiting_room(asha)
    knock(amina, link, note)
    asha.open_tab("People")
    expect(asha.page.get_by_text(note).filter(visible=True).first).to_be_visible()
    save(asha.page, folder / "knock.webp")
    save(amina.page, folder / "waiting.webp")


def _open_more(person: Person, name: str) -> None:
    person.control("More").click()
    person.is_told("More").get_by_role("button", name=name).click()


def save(page: Page, path: Path) -> None:
    # The made-up microphone only beeps now and then.
    fine = page.get_by_role("button", name="It is fine")
    if fine.is_visible():
        fine.click()
    page.mouse.move(700, 890)
    page.wait_for_timeout(600)
    Image.open(io.BytesIO(page.screenshot())).save(path, quality=90, method=6)


def shrink(picture: Path, path: Path, width: int) -> None:
    with Image.open(picture) as image:
        height = round(image.height * width / image.width)
        image.resize((width, height), Image.Resampling.LANCZOS).save(path, quality=82, method=6)


def film(browser: Browser, face: str, folder: Path) -> Path:
    """A second of the drawn face as YUV4MPEG2, which Chromium repeats for ever."""
    page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
    svg = (ROOT / "static" / "img" / "people" / f"{face}.svg").read_text()
    page.set_content(f"<style>body{{margin:0}}svg{{width:100vw;height:100vh;display:block}}</style>{svg}")
    picture = folder / f"{face}.png"
    page.screenshot(path=picture)
    page.close()
    y, cb, cr = Image.open(picture).convert("YCbCr").split()
    half = (SIZE[0] // 2, SIZE[1] // 2)
    frame = b"FRAME\n" + y.tobytes() + cb.resize(half).tobytes() + cr.resize(half).tobytes()
    path = folder / f"{face}.y4m"
    path.write_bytes(f"YUV4MPEG2 W{SIZE[0]} H{SIZE[1]} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * FRAMES)
    return path


if __name__ == "__main__":
    main()
