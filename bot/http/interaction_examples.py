"""Interactions as callers send them: shown in the OpenAPI document, and sent by a test."""

from bot.http.openapi import Part

ONE: Part = {
    "source": "shop",
    "source_id": "order-1042",
    "touchpoint": "delivery",
    "occurred_at": "2026-09-30T18:00:00Z",
    "customer": {
        "id": "c-77",
        "language": "de",
        "timezone": "Europe/Berlin",
        "attributes": {"plan": "pro", "orders": 3},
        "addresses": [{"channel": "telegram", "address": "123456789"}],
    },
}

BATCH: Part = {
    "interactions": [
        {"source": "shop", "source_id": "order-1043", "touchpoint": "delivery", "customer": {"id": "c-78"}},
        {"source": "shop", "source_id": "order-1044", "touchpoint": "delivery", "customer": {"id": "c-79"}},
    ]
}
