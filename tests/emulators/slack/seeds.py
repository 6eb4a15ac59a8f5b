"""The Slack a test finds at first: one workspace whose ids are those of local-slack's example."""

from .world import SCOPES, Channel, Team, Token, User, World

BOT_TOKEN = "xoxb-local"
APP_TOKEN = "xapp-local"
APP_SCOPES = ("connections:write",)


def first_world() -> World:
    """Acme with two people, a bot and a channel; the app is installed."""
    world = World()
    add_team(world, Team(id="T01TEST", name="Acme", domain="acme", bot_user="U0BOT", is_installed=True))
    customer = User(
        id="U01CUST", team_id="T01TEST", name="cust", real_name="Cust Omer", email="cust@example.com"
    )
    admin = User(id="U02ADM", team_id="T01TEST", name="adm", real_name="Ad Min", email="adm@example.com")
    admin.is_admin = True
    world.users |= {customer.id: customer, admin.id: admin}
    world.channels["C01GEN"] = Channel(
        id="C01GEN", team_id="T01TEST", name="general", members=["U01CUST", "U02ADM", "U0BOT"]
    )
    world.tokens[BOT_TOKEN] = Token(value=BOT_TOKEN, team_id="T01TEST", scopes=SCOPES)
    world.tokens[APP_TOKEN] = Token(value=APP_TOKEN, scopes=APP_SCOPES)
    return world


def add_team(world: World, team: Team) -> None:
    """A workspace, and the bot's own user in it."""
    team.bot_user = team.bot_user or f"U0BOT{team.id}"
    world.teams[team.id] = team
    world.users[team.bot_user] = User(
        id=team.bot_user, team_id=team.id, name=world.app.name, real_name=world.app.name, is_bot=True
    )
