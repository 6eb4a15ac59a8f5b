"""What a Slack is made of: workspaces with people, channels, messages and files, and one app in them."""

from dataclasses import dataclass, field
from typing import Literal

from ..common.json_shapes import Json, Object

ChannelKind = Literal["public", "private", "im"]

SCOPES = (
    "app_mentions:read", "channels:history", "channels:read", "chat:write", "chat:write.public", "commands",
    "files:read", "files:write", "groups:history", "groups:read", "im:history", "im:read", "im:write",
    "reactions:read", "reactions:write", "usergroups:read", "users.profile:read", "users:read",
    "users:read.email",
)  # fmt: skip
EVENTS = (
    "app_home_opened", "app_mention", "app_uninstalled", "member_joined_channel", "message", "reaction_added",
    "reaction_removed", "tokens_revoked",
)  # fmt: skip


@dataclass(kw_only=True)
class User:
    """A member of a workspace, or a guest or stranger from another."""

    id: str
    team_id: str
    name: str
    real_name: str = ""
    email: str = ""
    tz: str = "Europe/London"
    locale: str = "en-GB"
    deleted: bool = False
    is_bot: bool = False
    is_restricted: bool = False  # a guest of this workspace
    is_stranger: bool = False  # of another workspace, met in a shared channel
    is_admin: bool = False


@dataclass(kw_only=True)
class Channel:
    """A place for messages; `user` is the other side of a DM."""

    id: str
    team_id: str
    name: str
    kind: ChannelKind = "public"
    members: list[str] = field(default_factory=list)
    is_archived: bool = False
    is_ext_shared: bool = False
    user: str = ""
    created: int = 0


@dataclass(kw_only=True)
class Message:
    """A message; an ephemeral one has a single reader and is in no history."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    metadata: Object | None = None
    thread_ts: str = ""
    subtype: str = ""
    is_bot: bool = False
    ephemeral_to: str = ""
    edited_ts: str = ""
    files: list[str] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    state: dict[str, Json] = field(default_factory=dict)  # what the customer entered into its inputs


@dataclass(kw_only=True)
class View:
    """A modal of one customer, or his App Home."""

    id: str
    team_id: str
    user: str
    kind: Literal["modal", "home"]
    given: Object  # as the app wrote it
    hash: str
    root_view_id: str
    previous_view_id: str = ""
    values: dict[str, Json] = field(default_factory=dict)
    errors: Object = field(default_factory=dict)


@dataclass(kw_only=True)
class File:
    """An uploaded file, complete once it was shared."""

    id: str
    team_id: str
    name: str
    length: int
    title: str = ""
    content: bytes = b""
    content_type: str = "application/octet-stream"
    channels: list[str] = field(default_factory=list)
    is_complete: bool = False


@dataclass(kw_only=True)
class Trigger:
    """A leave to open a view, for 3 seconds and once."""

    user: str
    team_id: str
    at_ms: int
    view_id: str = ""
    is_used: bool = False


@dataclass(kw_only=True)
class ResponseUrl:
    """A way to answer one interaction."""

    team_id: str
    channel: str
    user: str
    at_ms: int
    message_ts: str = ""
    uses: int = 0


@dataclass(kw_only=True)
class Token:
    """A token of the app; `team_id` is empty for the app-level one."""

    value: str
    team_id: str = ""
    scopes: tuple[str, ...] = SCOPES
    expires_at_ms: int = 0  # 0: never
    end: str = ""  # the refusal it earns since its end
    dead_calls: int = 0


@dataclass(kw_only=True)
class Team:
    """A workspace."""

    id: str
    name: str
    domain: str
    bot_user: str = ""
    is_installed: bool = False
    takes_charts: bool = True  # the roll-out of data_visualization is phased


@dataclass(kw_only=True)
class App:
    """The app under test, and how Slack is told to reach it."""

    id: str = "A01APP"
    name: str = "feedback"
    bot_id: str = "B01APP"
    client_id: str = "1111.2222"
    client_secret: str = "client-secret"
    signing_secret: str = "shhh"
    mode: Literal["socket", "http"] = "socket"
    request_url: str = ""
    interactivity_url: str = ""  # empty: the request URL
    command_url: str = ""  # empty: the request URL
    options_url: str = ""  # empty: the request URL, where it is all there is
    redirect_urls: tuple[str, ...] = ()  # empty: any
    events: tuple[str, ...] = EVENTS
    rotates: bool = False
    is_commercial: bool = False  # distributed outside the Marketplace
    is_subscribed: bool = True
    expected_sockets: int = 1
    stamp_offset_s: int = 0  # added to the time stamp of what is signed; -301 is stale
    signs_wrongly: bool = False


@dataclass(kw_only=True)
class World:
    """Everything that Slack keeps."""

    app: App = field(default_factory=App)
    teams: dict[str, Team] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    views: dict[str, View] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)  # of each customer's open modals, root first
    homes: dict[str, str] = field(default_factory=dict)  # the view of each customer's App Home
    files: dict[str, File] = field(default_factory=dict)
    groups: dict[str, tuple[str, list[str]]] = field(default_factory=dict)  # team and members
    tokens: dict[str, Token] = field(default_factory=dict)
    refresh_tokens: dict[str, str] = field(default_factory=dict)  # to their teams
    codes: dict[str, "Code"] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    counter: int = 0
    last_ts: int = 0


@dataclass(kw_only=True)
class Code:
    """What the authorize page gave to the redirect URL."""

    team_id: str
    user: str
    scopes: tuple[str, ...]
    redirect_uri: str
    at_ms: int
    is_used: bool = False
