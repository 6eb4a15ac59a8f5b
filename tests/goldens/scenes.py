"""What is played for the goldens: every kind of question in every state, and all else that is said."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from tests.goldens.on_slack import ADA, COLLEAGUE, SHARED, TEAM, OnSlack
from tests.goldens.on_telegram import ADA as ADA_THERE
from tests.goldens.on_telegram import GROUP, NEIGHBOUR, OnTelegram
from tests.goldens.player import Player

_DAY = timedelta(days=1)
_TOUCHPOINT_CODE, _OTHER_CODE, _LINKING_CODE = "SHP12345", "BBR77777", "ADA2CARD"
_OWN_CODE, _TEAM_CODE, _WRONG_CODE = "SAME2222", "TEAM2345", "ZZZZ-2222"
_PATIENCE_WITH_CODES = 6
_WEEKS = ("😡😡🙁", "🙁😐😡", "😐🙂🙁", "🙂🙂😀")
"""How the delivery felt, week by week."""


@dataclass(frozen=True, slots=True)
class Answers:
    """How a kind of question is answered, put right, and misunderstood; `of` is what is tapped in order."""

    first: Sequence[str]
    second: Sequence[str]
    misfit: str


QUESTIONS: Mapping[str, Answers] = {
    "rating": Answers(["🙂"], ["😀"], "purple"),
    "nps": Answers(["9"], ["3"], "15"),
    "csat": Answers(["😐"], ["😀"], "purple"),
    "ces": Answers(["6"], ["2"], "purple"),
    "yesno": Answers(["Yes"], ["No"], "purple"),
    "choice": Answers(["The delivery"], ["The price"], "purple"),
    "choices": Answers(["Fast", "Kind", "Done"], ["Kind", "Careful", "Done"], "1, 2, 3"),
}
"""Each kind of question that is answered by tapping; words have a scene of their own."""


async def question(player: Player, kind: str, answers: Answers) -> None:
    """Let a question be asked, answered, put right, left out, misunderstood, and answered too late."""
    player.begin("asked")
    await player.reaches(kind)
    player.begin("answered")
    await tap(player, answers.first)
    player.begin("changed")
    await tap(player, answers.second)
    player.begin("skipped")
    await player.reaches(kind)
    await player.taps("Skip")
    player.begin("misfit")
    await player.reaches(kind)
    await player.says(answers.misfit)
    player.begin("closed")
    await player.waits(4 * _DAY)
    await tap(player, answers.first)


async def tap(player: Player, labels: Sequence[str]) -> None:
    """Tap one after the other."""
    for label in labels:
        await player.taps(label)


async def words(player: Player) -> None:
    """Let a question be answered in words, and those be changed."""
    player.begin("asked")
    await player.reaches("text")
    player.begin("answered")
    await player.says("Be <quicker> & cheaper")
    player.begin("changed")
    await player.edits("Be quicker & much cheaper")
    player.begin("skipped")
    await player.reaches("text")
    await player.taps("Skip")
    player.begin("misfit")
    await player.reaches("text")
    await player.says("Everything, really everything, and then all the rest of it as well")
    player.begin("closed")
    await player.waits(4 * _DAY)
    await player.says("Sorry, I was away", in_reply=True)


async def arriving(player: Player) -> None:
    """Come without a code, with a wrong one, with a touchpoint's, with one's own, with somebody else's."""
    house = player.house
    house.hands_out(_TOUCHPOINT_CODE, "touchpoint", "story")
    player.begin("greeting")
    await player.wishes("start")
    player.begin("wrong code")
    await player.comes_with(_WRONG_CODE)
    player.begin("code of a touchpoint")
    await player.comes_with(_TOUCHPOINT_CODE)
    player.begin("next question")
    await player.taps("😀")
    player.begin("thanks in the operator's words")
    await player.says("It was quick")
    player.begin("too many wrong codes")
    for _ in range(_PATIENCE_WITH_CODES):
        await player.comes_with(_WRONG_CODE)


async def linking(player: Player) -> None:
    """Link another chat, choose where to be asked, and go apart again."""
    house = player.house
    player.begin("nothing is linked")
    ada = await house.touched("rating", address=player.address)
    await player.wishes("channels")
    await player.wishes("link", "off")
    player.begin("a code for the other chat")
    await player.wishes("link")
    player.begin("written in the same chat")
    house.hands_out(_OWN_CODE, "customer", ada.customer)
    await player.comes_with(_OWN_CODE)
    player.begin("somebody else's codes")
    bob = await house.touched("nps", address=player.neighbour, customer="bob")
    house.hands_out(_OTHER_CODE, "interaction", bob.interaction)
    house.hands_out(_LINKING_CODE, "customer", bob.customer)
    await player.comes_with(_OTHER_CODE)
    await player.comes_with(_LINKING_CODE)
    player.begin("where to be asked")
    await house.touched("ces", address=player.address, more=[("web", "ada-on-the-web")])
    await player.wishes("channels")
    await player.taps(player.platform.title())
    for label in ("Yes", "No"):
        await player.taps(label)


async def joining(player: Player) -> None:
    """Come as a stranger with the code of a customer's other chat, and take the chat out again."""
    player.begin("linked")
    known = await player.house.touched("rating", address=player.neighbour)
    player.house.hands_out(_LINKING_CODE, "customer", known.customer)
    await player.comes_with(_LINKING_CODE)
    player.begin("taken out again")
    await player.wishes("link", "off")


async def room(player: Player) -> None:
    """Make a group or channel a support team's room."""
    now = player.house.clock.now()
    player.house.app.store.invite_team("north", _TEAM_CODE, now=now, until=now + _DAY)
    player.begin("not a room yet")
    await player.orders_in_a_room("help")
    player.begin("in the wrong place")
    await player.wishes("team", _TEAM_CODE)
    player.begin("joined")
    await player.orders_in_a_room(f"team {_TEAM_CODE}")
    player.begin("help for the team")
    await player.orders_in_a_room("help")
    player.begin("another language in the room")
    await player.orders_in_a_room("language de")
    await player.orders_in_a_room("help")


async def wishing(player: Player) -> None:
    """Say how one wants to be treated."""
    player.begin("another language")
    await player.reaches("story")
    await player.wishes("language", "de")
    player.begin("back again")
    await player.wishes("language", "en")
    player.begin("which language")
    await player.wishes("language")
    for wish in ("help", "privacy"):
        player.begin(wish)
        await player.wishes(wish)
    player.begin("pause")
    await player.wishes("pause", "3 weeks")
    player.begin("resumed")
    await player.wishes("start")
    player.begin("stop")
    await player.wishes("stop")
    player.begin("nothing open")
    await player.says("Hello?")


async def erasing(player: Player) -> None:
    """See what is kept, and have it erased after all."""
    player.begin("what is kept")
    await player.reaches("rating")
    await player.taps("🙂")
    await player.wishes("mydata")
    await player.before(_has_more_files(player))
    player.begin("asked too often")
    await player.wishes("mydata")
    player.begin("kept")
    await player.wishes("forget")
    await player.taps("No, keep it")
    player.begin("too late")
    await player.wishes("forget")
    await player.waits(timedelta(hours=2))
    await player.taps("Yes, erase everything")
    player.begin("erased")
    await player.wishes("forget")
    await player.taps("Yes, erase everything")
    player.begin("nothing is kept")
    await player.wishes("mydata")


async def _has_more_files(player: Player) -> None:
    for _ in range(2):
        await player.wishes("mydata")


async def contradiction(player: Player) -> None:
    """Write against what one has tapped, and say which should count."""
    player.begin("words unhappier than the tap")
    await player.reaches("story")
    await player.taps("😀")
    await player.says("It was terrible, awful and late")
    player.begin("the tap counts")
    await player.taps("Keep 5 of 5")
    player.begin("words happier than the tap")
    await player.reaches("story")
    await player.taps("😡")
    await player.says("Wonderful, I love it, the best ever")
    player.begin("neither of the two")
    await player.says("purple", in_reply=True)
    player.begin("the tap is changed")
    await player.taps("Change my answer")
    await player.taps("😀")
    player.begin("left out")
    await player.reaches("story")
    await player.taps("😀")
    await player.says("It was terrible, awful and late")
    await player.says("skip", in_reply=True)


async def nameless(player: Player) -> None:
    """Answer without a name, which is offered until something was answered."""
    player.begin("offered")
    await player.reaches("story")
    player.begin("taken")
    await player.taps("Answer without my name")
    player.begin("taken back")
    await player.taps("Answer with my name after all")
    await player.taps("Answer without my name")
    player.begin("over")
    await player.taps("😀")
    await player.says("It was quick")


async def patience(player: Player) -> None:
    """Do not answer at once."""
    player.begin("reminder")
    await player.reaches("slow")
    await player.waits(_DAY)
    await player.taps("★★★★")
    player.begin("changed when it is long over")
    await player.waits(15 * _DAY)
    await player.taps("★")
    player.begin("we were away")
    session = await player.reaches("story")
    await player.house.was_away(session)
    player.begin("cannot be left out")
    await player.says("skip")
    player.begin("kept as it is")
    await player.says("purple")
    player.begin("a file we do not take")
    await player.taps("🙂")
    await player.sends_a_file(b"MZ\x90\x00 no picture at all")
    await player.waits(timedelta(minutes=1))
    player.begin("a file that is gone")
    await player.reaches("text")
    await player.sends_a_file(b"")
    await player.waits(timedelta(minutes=1))


async def looks(player: Player) -> None:
    """Meet the looks that other scenes have not: stars, many points, long options, many of them, thumbs."""
    for step, label in (
        ("stars", "★★★"), ("points", "7"), ("long options", ""), ("many options", "Shelf 4"),
        ("thumbs", "👍 Found it"),
    ):  # fmt: skip
        player.begin(step)
        if step == "stars":
            await player.reaches("looks")
        await (player.taps(label) if label else player.says("2"))


async def group(player: OnTelegram) -> None:
    """Be asked in a group, where others look on."""
    await player.before(player.reaches("nps", address=f"{GROUP}/{NEIGHBOUR}", customer="bob"))
    player.begin("asked in a group")
    await player.reaches("rating", address=f"{GROUP}/{ADA_THERE}")
    player.begin("somebody else taps")
    await player.taps_in_the_group("🙂", by=NEIGHBOUR)
    player.begin("answered in a group")
    await player.taps_in_the_group("🙂")
    player.begin("words in a group")
    await player.waits(4 * _DAY)
    await player.reaches("text", address=f"{GROUP}/{ADA_THERE}")
    await player.says_in_the_group("Be quicker")


async def stray(player: OnTelegram) -> None:
    """Tap a button that nobody made."""
    player.begin("stray button")
    await player.reaches("rating")
    await player.taps_a_made_up_button("🙂")


async def channel(player: OnSlack) -> None:
    """Be asked in a channel that others read."""
    await player.before(player.reaches("nps", address=f"{TEAM}/{COLLEAGUE}", customer="bob"))
    player.begin("asked")
    await player.reaches("story", address=SHARED)
    player.begin("somebody else taps")
    await player.taps("😀", by=COLLEAGUE)
    player.begin("answered")
    await player.taps("😀")
    player.begin("in words")
    await player.says("It was terrible, awful and late", in_reply=True)


async def form(player: OnSlack) -> None:
    """Answer several questions at once."""
    player.begin("opened")
    await player.reaches("looks")
    await player.taps("Answer in a form")
    player.begin("too long")
    await player.submits({"q:long:words": "Something for the kitchen. " * 20})
    player.begin("sent")
    await player.submits({"q:stars": "★★★", "q:points": "8"})
    player.begin("what is required is missing")
    await player.reaches("story")
    await player.taps("Answer in a form")
    await player.submits({"q:why": "It was quick"})
    player.begin("too late")
    await player.waits(20 * _DAY)
    await player.taps("Answer in a form")


async def home(player: OnSlack) -> None:
    """Look at the App Home, as whom nobody knows, as a customer, as one who has stopped."""
    player.begin("unknown")
    await player.opens_home()
    player.begin("known")
    await player.reaches("story")
    await player.taps("😀")
    await player.says("It was quick, thank you")
    await player.reaches("rating")
    await player.opens_home()
    player.begin("stopped")
    await player.wishes("stop")


async def manager(player: OnSlack) -> None:
    """Look at the App Home as a colleague: with charts, and where the team has none yet."""
    await player.before(others(player))
    player.begin("with charts")
    await player.opens_home(COLLEAGUE)
    player.begin("with a picture, as the team has no charts yet")
    player.wire.takes_charts = False
    await player.opens_home(COLLEAGUE)


async def others(player: OnSlack) -> None:
    """Let three customers answer in each of four weeks."""
    for week in range(4):
        await player.waits(7 * _DAY)
        for person, (visit, delivery) in enumerate(zip("🙂😀😐", _WEEKS[week], strict=True)):
            address, customer = f"{TEAM}/U1{week}{person}", f"c{week}{person}"
            for touchpoint, face in (("rating", visit), ("story", delivery)):
                await player.reaches(touchpoint, address=address, customer=customer)
                await player.taps(face, by=address.rpartition("/")[2])
                await player.says("skip", by=address.rpartition("/")[2])
    # What is told of stages is told when a month is over.
    await player.waits(35 * _DAY)


async def pointing(player: OnSlack) -> None:
    """Point at a message, to have its writer asked."""
    player.house.makes_agent("slack", f"{TEAM}/{COLLEAGUE}")
    player.begin("by a colleague")
    await player.points_at(ADA)
    player.begin("sent")
    await player.submits({"touchpoint": "The delivery"}, user=COLLEAGUE)
    player.begin("by somebody else")
    await player.points_at(ADA, user=ADA)
    player.begin("at nobody")
    await player.points_at("")


def _of(kind: str) -> Callable[[Player], Awaitable[None]]:
    return lambda player: question(player, kind, QUESTIONS[kind])


BOTH: Mapping[str, Callable[[Player], Awaitable[None]]] = {
    **{kind: _of(kind) for kind in QUESTIONS},
    "text": words,
    "arriving": arriving,
    "linking": linking,
    "joining": joining,
    "room": room,
    "wishing": wishing,
    "erasing": erasing,
    "contradiction": contradiction,
    "nameless": nameless,
    "patience": patience,
    "looks": looks,
}
POLICIES: Mapping[str, str] = {"nameless": "anonymous: true"}
"""What else the journey of a scene has in its policy."""
TELEGRAM: Mapping[str, Callable[[OnTelegram], Awaitable[None]]] = {"group": group, "stray": stray}
SLACK: Mapping[str, Callable[[OnSlack], Awaitable[None]]] = {
    "channel": channel, "form": form, "home": home, "manager": manager, "pointing": pointing,
}  # fmt: skip
