"""Which customer a command is about: by your own id of them, or by where they chat."""

import click

from config.suggestion import closest
from feedback.records import Customer
from feedback.store.store import Store


def whom(store: Store, name: str) -> Customer:
    """Return the customer called `name`; raise a click error that guesses who was meant."""
    found = store.customer_by_external_id(name) or _at(store, name)
    if found is None:
        meant = closest(name, store.latest_ids())
        fix = f'did you mean "{meant}"?' if meant else "it is the id your own system calls them by"
        raise click.ClickException(
            f'nobody is known as "{name}"; {fix} '
            "(somebody without an id is found by where they chat, such as telegram:4711)"
        )
    return found


def _at(store: Store, name: str) -> Customer | None:
    channel, _, address = name.partition(":")
    return store.customer_by_address(channel, address) if address else None
