"""Pictures of the stage in a real room, with people made of drawings: python -m tests.look.stages FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.people import Person
from tests.servers.browser import chromium
from tests.servers.guftagu import guftagu_server

# Faces and a screen from drawings, each a real stream; the call itself has two people, the rest is drawn beside them.
PEOPLE = """async ([count, screen]) => {
  const faces = ["asha", "leila", "kenji", "tomas", "amina"];
  const names = ["Asha Rao", "Leila Haddad", "Kenji Mori", "Tomás Vega", "Amina Bello", "Jonas Berg", "Ruth Cohen",
    "Ravi Shah", "Mei Lin", "Omar Said"];
  const base = new URL("..", document.querySelector("link[rel=stylesheet]").href);
  const { NOBODY } = await import(new URL("js/call/roster.js", base));
  window.streams ??= {};
  const streamOf = async (name, width, height, draw) => {
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d");
    draw(context);
    setInterval(() => draw(context), 200);
    return canvas.captureStream(5);
  };
  const faceOf = async (name) => {
    const image = Object.assign(new Image(640, 360), { src: new URL(`img/people/${name}.svg`, base) });
    await image.decode();
    return streamOf(name, 640, 360, (context) => context.drawImage(image, 0, 0, 640, 360));
  };
  const page = (context) => {
    context.fillStyle = "#F6EFE1";
    context.fillRect(0, 0, 1600, 1000);
    ["#5E8F6B", "#7BA56F", "#D9B36A", "#C98B58", "#6FA3B0", "#8C7AA8"].forEach((colour, index) => {
      context.fillStyle = colour;
      context.fillRect(90 + (index % 3) * 490, 150 + Math.floor(index / 3) * 410, 440, 360);
    });
    context.fillStyle = "#3A2B1C";
    context.font = "700 44px sans-serif";
    context.fillText("River map · round 3", 90, 95);
  };
  const face = async (index) => {
    const key = faces[index];
    if (key) window.streams[key] ??= await faceOf(key);
    const isSharing = screen && index === 2;
    if (isSharing) window.streams.screen ??= await streamOf("screen", 1600, 1000, page);
    const initials = names[index].split(" ").map((word) => word[0]).join("");
    const known = { participant: index ? `drawn-${index}` : "own", user: 900 + index, name: names[index], initials };
    const person = { ...NOBODY, ...known, tint: index % 6, mic: index !== 3, camera: Boolean(key), isHost: index === 0 };
    return {
      person: { ...person, screen: isSharing }, state: "connected",
      stream: window.streams[key] ?? null, display: isSharing ? window.streams.screen : null,
    };
  };
  const [self, ...others] = await Promise.all(Array.from({ length: count }, (_, index) => face(index)));
  const stage = document.querySelector("call-stage");
  stage.show(self, others);
  stage.setSpeaking(others[0]?.person.participant, true);
}"""
SIZES = {"desk": (1440, 900), "phone": (390, 844), "lying": (844, 390)}


def main(folder: str) -> None:
    to = Path(folder)
    to.mkdir(parents=True, exist_ok=True)
    with guftagu_server() as house, chromium() as browser:
        leila = Person(browser, house.url, "Leila Haddad").sign_up()
        link = leila.found_room("Gaming Night", seats=10)
        leila.enter(link)
        for size, (width, height) in SIZES.items():
            touch = size != "desk"
            view = {"viewport": {"width": width, "height": height}, "is_mobile": touch, "has_touch": touch}
            asha = Person(browser, house.url, "Asha Rao", color_scheme="dark", reduced_motion="reduce", **view)
            asha.enter(link)
            shoot(asha.page, to, size)
            asha.go_away()


def shoot(page: Page, to: Path, size: str) -> None:
    page.locator(".tiles.glides").wait_for(state="attached", timeout=90_000)
    close = page.get_by_role("button", name="Close panel")
    if close.is_visible():
        close.click()
    page.locator("li.tile[data-state=connected]").nth(1).wait_for()
    for count in range(1, 11):
        picture(page, to / f"{size}-{count}.png", count)
    picture(page, to / f"{size}-share.png", 6, screen=True)
    picture(page, to / f"{size}-grid.png", 6)
    page.locator("#participant-drawn-4").dispatch_event("dblclick")
    picture(page, to / f"{size}-pin.png", 6)


def picture(page: Page, path: Path, count: int, *, screen: bool = False) -> None:
    # The made-up microphone only beeps now and then.
    fine = page.get_by_role("button", name="It is fine")
    if fine.is_visible():
        fine.click()
    page.mouse.move(300, 1)
    page.evaluate(PEOPLE, [count, screen])
    page.wait_for_timeout(1500)
    page.screenshot(path=path)


if __name__ == "__main__":
    main(*sys.argv[1:])
