"""The Chromium of the tests that look at pages."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
# It asks nobody but the page under test, and draws without a process that plays the graphics card.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a Chromium until the block ends; without one, CI fails and others skip."""
    if not CHROMIUM.exists():
        message = f"no Chromium at {CHROMIUM}; install one and name it with CHROMIUM="
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield launched
        launched.close()


def until(page: Page, condition: str) -> None:
    """Wait until a JavaScript `condition` holds, looking at each frame for ten seconds.

    Playwright's own waiting evaluates it anew each time, which our pages forbid; it fails unless the first
    look finds it true.
    """
    held = page.evaluate(
        """() => new Promise((done) => {
            const end = performance.now() + 10000;
            const look = () => {
                const holds = CONDITION;
                if (holds || performance.now() > end) done(holds);
                else requestAnimationFrame(look);
            };
            look();
        })""".replace("CONDITION", condition)
    )
    assert held, f"it never came to {condition}"
