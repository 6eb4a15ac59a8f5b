"""The bodies the web chat's page sends and gets."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from bot.http.flaws import custom_flaw
from config.declared import LanguageTag
from feedback.prompts import Reply

_MOST_CHARACTERS = 10_000

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_MOST_CHARACTERS)]
Value = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Browser = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{22,64}$")]
"""128 random bits or more that a browser made once and keeps to itself."""


class SentReply(BaseModel):
    """A reply as the page sends it: taps, words, a photo, or the wish to skip, or to give no name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Annotated[UUID, Field(description="Made once per reply; sending it again changes nothing.")]
    prompt: Annotated[Value | None, Field(description="The prompt that was tapped.")] = None
    choices: Annotated[tuple[Value, ...], Field(max_length=100)] = ()
    text: Words | None = None
    skip: bool = False
    nameless: Annotated[bool, Field(description="Give no name from here on, where that is offered.")] = False
    named: Annotated[bool, Field(description="Give it after all, where that is offered.")] = False
    photo: Annotated[bool, Field(description="With the photo that was put under the same key.")] = False

    @model_validator(mode="after")
    def _says_something(self) -> "SentReply":
        if not (self.choices or self.text or self.skip or self.nameless or self.named or self.photo):
            raise custom_flaw(
                "empty", "the reply says nothing", fix="send choices, text, skip, nameless, named or photo"
            )
        return self

    def reply(self) -> Reply:
        """Return it as the service hears it; NUL is no letter and no database keeps it."""
        words = self.text.replace("\0", "") if self.text else None
        return Reply(
            prompt=self.prompt,
            choices=self.choices,
            text=words or None,
            skip=self.skip,
            nameless=self.nameless,
            named=self.named,
        )


class Stored(BaseModel):
    """The reply is safe; `repeated` says that it had been before."""

    key: UUID
    repeated: bool


class Redemption(BaseModel):
    """An invitation as somebody's browser presents it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    invitation: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    browser: Annotated[Browser, Field(description="Random, made once by this browser: it may redeem again.")]


class CodeRedemption(BaseModel):
    """A code from a poster or a receipt, as somebody's browser presents it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Annotated[UUID, Field(description="Made once per visit; sending it again changes nothing.")]
    code: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    browser: Annotated[Browser, Field(description="Random, made once by this browser: its chat follows.")]
    language: Annotated[LanguageTag | None, Field(description="What the browser speaks.")] = None


class Redeemed(BaseModel):
    """The address of the chat: keep it as you would a password."""

    address: str
