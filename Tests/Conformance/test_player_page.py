"""The page that opens a link, in a real browser: a person signs in and plays. It runs under a policy that allows nothing inline."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from contacts.conftest import PASSWORD, Centre
from harness import players
from harness.players import CANARY, ask, person, reads, secret
from harness.world import World

CHROMIUM = shutil.which("chromium")
SECONDS = 40

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")


@pytest.fixture(scope="module")
def centre(module_server):
    return Centre(World(module_server))


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"], env={**os.environ, "HOME": "/tmp"})
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    """A page that trusts the local authority, with what its console says and what it asks for."""
    context = browser.new_context(ignore_https_errors=True)
    page = context.new_page()
    page.said, page.asked = [], []
    page.on("console", lambda message: page.said.append(f"{message.text} {message.location}"))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda request: page.asked.append((request.method, request.url, request.all_headers())))
    yield page
    context.close()


def sign_in(page, link, user, password=PASSWORD):
    page.goto(link["Url"])
    page.get_by_label("User name").fill(user)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Open").click()


def test_a_person_plays_a_recording_and_jumps_in_it(centre, page):
    server, sound = centre.world.server, players.wav(SECONDS * 4)
    user, _ = person(centre)
    link = ask(centre, players.left(centre, sound), user)
    sign_in(page, link, user)
    audio = page.locator("audio")
    audio.wait_for()
    page.wait_for_function("() => document.querySelector('audio').readyState >= 2")
    assert abs(page.evaluate("document.querySelector('audio').duration") - 4 * SECONDS) < 1
    # To the last quarter, and on from there.
    page.evaluate("(at) => { const audio = document.querySelector('audio'); audio.currentTime = at; return audio.play(); }", 3.5 * SECONDS)
    page.wait_for_function("(at) => document.querySelector('audio').currentTime > at", arg=3.5 * SECONDS + 0.5)
    entries = [event["additionalEventData"] for event in reads(server, link["LinkId"])]
    assert len(entries) >= 2 and max(entry["rangeStart"] for entry in entries) > len(sound) // 2
    # No answer has more than a part, and each is on record.
    assert all(entry["bytes"] <= 1 << 20 for entry in entries)
    assert page.said == [], page.said


def test_the_secret_is_in_no_request_but_the_one_that_redeems_it(centre, page):
    user, _ = person(centre)
    link = ask(centre, players.left(centre), user)
    sign_in(page, link, user)
    page.get_by_text(CANARY).wait_for()
    assert page.url.endswith("/player") and secret(link) not in page.url
    assert page.evaluate("history.length") <= 2 and page.evaluate("document.cookie") == ""
    for method, url, headers in page.asked:
        assert secret(link) not in url and "referer" not in headers
        assert secret(link) not in str(headers)
    assert ("POST", centre.world.server.urls["keep"] + "/player/session") in [(method, url) for method, url, _ in page.asked]
    assert page.said == [], page.said
    page.get_by_role("button", name="Close").click()
    page.get_by_text("It is closed.").wait_for()
    assert page.get_by_text(CANARY).count() == 0


def test_a_wrong_person_is_told_so_and_the_page_takes_another_try(centre, page):
    (user, _), (other, _) = person(centre), person(centre)
    link = ask(centre, players.left(centre), user)
    sign_in(page, link, other)
    page.get_by_text("it is for somebody else").wait_for()
    assert page.get_by_role("status").inner_text() and page.locator("#content").is_hidden()
    page.get_by_label("User name").fill(user)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Open").click()
    page.get_by_text(CANARY).wait_for()


def test_the_page_talks_to_its_own_origin_alone(centre, page):
    """Its own script has run, and what would carry something elsewhere is stopped by its policy."""
    page.goto(centre.world.server.urls["keep"] + "/player")
    page.get_by_text("has no link in it").wait_for()
    ran = page.evaluate("""() => new Promise(done => {
        addEventListener("securitypolicyviolation", event => done(event.violatedDirective));
        const image = new Image();
        image.src = "https://127.0.0.1:1/leak";
        setTimeout(() => done("none"), 2000);
    })""")
    assert ran == "img-src"
