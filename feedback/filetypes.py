"""What a file is, told by its first bytes: what its sender calls it proves nothing.

Only kinds that customers send on purpose are known. Programs, pages and scripts are not among them, so
whoever opens what is kept opens no surprise.
"""

from feedback.prompts import AttachmentKind

MOST_BYTES = 20_000_000
"""Bot API, getFile: bots may download files of up to 20 MB; the same holds of every channel."""

_SIGNS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (8, b"WAVE", "audio/wav"),
    (0, b"fLaC", "audio/flac"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
)
"""(where, what stands there, type); the first that fits counts. Sources: the formats' own documents."""

_MOVING = frozenset({"video/mp4", "video/webm"})
"""Containers that hold a voice as well as a picture."""

_SCRIPT_SIGNS = (b"<", b"#!", b"\xef\xbb\xbf<")
_CONTROLS = (frozenset(range(32)) | {0x7F}) - frozenset(b"\t\n\r\f")
_SEEN = 4096


def type_of(content: bytes) -> str | None:
    """Return the media type of what begins so; None for what we do not take."""
    for at, sign, mime in _SIGNS:
        if content.startswith(sign, at):
            return mime
    return "text/plain" if _is_plain_text(content[:_SEEN]) else None


def fits(kind: AttachmentKind, mime: str) -> bool:
    """Say whether something of that type can be what it was sent as."""
    match kind:
        case "photo":
            return mime.startswith("image/")
        case "voice":
            return mime.startswith("audio/") or mime in _MOVING
        case "file":
            return True


def ending(mime: str | None) -> str:
    """Return what a file of that type is called at its end."""
    return _ENDINGS.get(mime or "", "bin")


_ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "image/heic": "heic",
    "image/avif": "avif", "audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/aac": "aac", "audio/wav": "wav",
    "audio/flac": "flac", "audio/mp4": "m4a", "video/mp4": "mp4", "video/webm": "webm",
    "application/pdf": "pdf", "application/zip": "zip", "text/plain": "txt",
}  # fmt: skip


def _is_plain_text(beginning: bytes) -> bool:
    if not beginning.strip() or beginning.lstrip().startswith(_SCRIPT_SIGNS):
        return False
    if _CONTROLS.intersection(beginning):
        return False
    try:
        beginning.decode()
    except UnicodeDecodeError as error:
        # The last letter may have been cut in two.
        return error.start >= len(beginning) - 3 and len(beginning) == _SEEN
    return True
