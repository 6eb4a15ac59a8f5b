"""The demo's journey: the shop template, changed a little so that it can be tried within minutes."""

from typing import Final

from config.template import read_template

_HEAD: Final = """\
# The demo's journey: the shop template (aftertouch init shop) with a few changes, each marked "demo:".
# Change what you like, run `aftertouch check` on it, and start the demo again.
#
"""

_LOOK: Final = """\
  # demo: two more surveys, so that every stage has answers.
  - id: look
    title: After looking at a product
    questions:
      - id: clarity
        kind: rating
        ask: {en: How was it to find what you were looking for?, de: Wie war die Suche nach dem Richtigen?}
      - id: page
        kind: text
        about: reason
        ask: {en: What made the difference?, de: Was hat den Unterschied gemacht?}

  - id: letter
    title: After a newsletter
    questions:
      - id: liking
        kind: rating
        ask: {en: How do you like our newsletter?, de: Wie gefällt der Newsletter?}
      - id: contents
        kind: text
        about: reason
        ask: {en: What should we know?, de: Was sollten wir wissen?}

personas:
"""

_POLICY: Final = """\
policy:
  # demo: no quiet hours, no wait and no cap, so that you can be asked again and again.
  # Yours should have them.
  wait: 0
"""

_HELP: Final = """\
  - id: delay_notice
    title: {en: Tell customers of a delay before they ask, de: "Verspätungen melden, bevor jemand fragt"}
    stage: receive
    touchpoint: delivery
    theme: speed
    owner: Logistics
    status: planned
    effort: 2
  # demo: one more, so that another stage has one.
  - id: label_in_the_box
    title: {en: Put a return label into every box, de: Ein Rücksendeetikett in jedes Paket legen}
    stage: get_help
    touchpoint: return
    theme: returns
    owner: Customer care
    status: idea
    effort: 1
"""

CHANGES: Final = (
    ("id: product_page\n", "id: product_page\n        survey: look  # demo\n"),
    ("id: newsletter\n", "id: newsletter\n        survey: letter  # demo\n"),
    ("        ask_after: 10m", "        # demo: at once\n        # ask_after: 10m"),
    ("        ask_after: 3h", "        # demo: at once\n        # ask_after: 3h"),
    ("        ask_after: 2w", "        # demo: at once\n        # ask_after: 2w"),
    ("        ask_after: 15m", "        # demo: at once\n        # ask_after: 15m"),
    ("        ask_after: 1d", "        # demo: at once\n        # ask_after: 1d"),
    ("    recontact: {mode: always, wait: 90d}", "    # demo: as often as you like\n    # recontact: ..."),
    ("personas:\n", _LOOK),
    ("policy:\n", _POLICY),
    ("  quiet_hours:", "  # quiet_hours:"),
    ("  wait: 14d", "  # wait: 14d"),
    ("  cap:", "  # cap:"),
    ("  - id: delivery_window\n", f"{_HELP}  - id: delivery_window\n"),
)  # fmt: skip
"""What differs from the template, in its own words; each stands there once."""


def demo_journey() -> str:
    """Return the journey file of the demo."""
    text = read_template("shop").text
    for before, after in CHANGES:
        if text.count(before) != 1:
            raise ValueError(f"the shop template has {before!r} {text.count(before)} times, not once")
        text = text.replace(before, after)
    return _HEAD + text
