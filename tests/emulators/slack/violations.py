"""What Slack lets a client do although it is wrong: one table of the rules, and where each is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..common.bench import Bench

_DOCS = "https://docs.slack.dev"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what the client should have done, and its source."""

    advice: str
    source: str


RULES: Mapping[str, Rule] = {
    "missing_ack": Rule(
        "acknowledge within 3 seconds; the customer saw an error or the event comes again",
        f"{_DOCS}/interactivity/handling-user-interaction#acknowledgment_response",
    ),
    "late_ack": Rule(
        "acknowledge first and work afterwards; 3 seconds had passed",
        f"{_DOCS}/apis/events-api/#responding",
    ),
    "refused_delivery": Rule("answer 2xx to what Slack delivers", f"{_DOCS}/apis/events-api/#responding"),
    "bad_ack": Rule(
        "this answer means nothing to Slack here; send what the payload's page describes",
        f"{_DOCS}/interactivity/handling-user-interaction#acknowledgment_response",
    ),
    "accepted_forgery": Rule(
        "refuse what is signed wrongly or more than 5 minutes old",
        f"{_DOCS}/authentication/verifying-requests-from-slack",
    ),
    "unknown_envelope": Rule(
        "acknowledge with the envelope_id that was received",
        f"{_DOCS}/apis/events-api/using-socket-mode#acknowledge"
    ),
    "bad_challenge": Rule(
        "answer a url_verification with its challenge", f"{_DOCS}/reference/events/url_verification"
    ),
    "repeated_post": Rule(
        "an answer was lost after the post took effect: look for the post, by its metadata in "
        "conversations.history, before posting again",
        f"{_DOCS}/messaging/message-metadata; slack_sdk AsyncConnectionErrorRetryHandler re-sends by default",
    ),
    "duplicate_answered_twice": Rule(
        "the same event may come again: keep its event_id and answer it once",
        f"{_DOCS}/apis/events-api/#retries",
    ),
    "ignored_retry_after": Rule(
        "wait for the seconds that Retry-After names", f"{_DOCS}/apis/web-api/rate-limits#headers"
    ),
    "history_polling": Rule(
        "keep state of your own instead of reading it back from conversations.history at a rate",
        f"{_DOCS}/changelog/2025/05/29/tos-updates",
    ),
    "response_url_overused": Rule(
        "a response_url works 5 times within 30 minutes",
        f"{_DOCS}/interactivity/handling-user-interaction#message_responses",
    ),
    "unescaped_text": Rule(
        "write &amp;, &lt; and &gt; for &, < and > in mrkdwn",
        f"{_DOCS}/messaging/formatting-message-text#escaping",
    ),
    "missing_fallback": Rule(
        "give a text beside blocks: notifications and screen readers use it",
        f"{_DOCS}/reference/methods/chat.postMessage#blocks_and_attachments",
    ),
    "long_text": Rule(
        "keep text under 4,000 characters; it is cut after 40,000",
        f"{_DOCS}/changelog/2018-truncating-really-long-messages",
    ),
    "extra_socket": Rule(
        "one process needs one socket: another takes part of the envelopes",
        f"{_DOCS}/apis/events-api/using-socket-mode#multiple-connections",
    ),
    "token_in_query": Rule(
        "send the token in the Authorization header or the body",
        f"{_DOCS}/authentication/best-practices-for-security"
    ),
    "dead_token": Rule(
        "stop calling for a workspace that has uninstalled the app or revoked its token",
        f"{_DOCS}/reference/events/tokens_revoked",
    ),
    "channel_by_name": Rule("name a channel by its id",
    f"{_DOCS}/reference/methods/chat.postMessage#channels"),
}  # fmt: skip


def violated(bench: Bench, code: str, *, where: str, detail: str = "") -> None:
    """Record that the client broke the rule `code`."""
    rule = RULES[code]
    what = f"{detail}: {rule.advice}" if detail else rule.advice
    bench.violation(code, what, where=where, source=rule.source, request=len(bench.recorder.records))
