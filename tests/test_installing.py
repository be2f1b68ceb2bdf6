import html
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from bot.acting.context import system
from bot.bootstrap import PARTS, Parts, build
from bot.ground.resources import resource_path
from bot.settings import Settings
from bot.slack.manifest import bot_scopes
from bot.storage import outbox
from bot.wsgi import make_app
from sandbox.server import Sandbox
from tests.databases import HASH_KEY, KEY
from tests.delivery.bot_parts import QUICK


@pytest.fixture
def client(database_url: str) -> Iterator[FlaskClient]:
    settings = Settings.model_validate(
        {
            "client_id": "111.222",
            "client_secret": "0" * 32,
            "signing_secret": "1" * 32,
            "encryption_keys": KEY,
            "hash_key": HASH_KEY,
            "database_url": database_url,
            "slack_api_url": "http://127.0.0.1:9/api/",
            "public_url": "https://fairloop.example.com/",
        }
    )
    bot = build(settings, Parts(), QUICK)
    yield make_app(bot).test_client()
    bot.stop()


def test_the_install_page_leads_to_slack_with_the_manifests_scopes(client: FlaskClient) -> None:
    page = client.get("/slack/install")
    link = html.unescape(page.text.split('<a href="')[1].split('"')[0])
    asked = parse_qs(urlsplit(link).query)
    assert urlsplit(link).netloc == "slack.com"
    assert asked["scope"][0].split(",") == bot_scopes()
    assert asked["redirect_uri"] == ["https://fairloop.example.com/slack/oauth_redirect"]
    assert asked["state"][0]


def test_coming_back_with_a_state_that_we_never_gave_out_is_refused(client: FlaskClient) -> None:
    answer = client.get("/slack/oauth_redirect?code=abc&state=made-up")
    assert answer.status_code == 400


@pytest.mark.sockets
def test_whoever_installs_it_from_the_browser_is_welcomed(database_url: str) -> None:
    with Sandbox(resource_path("manifest.json"), port=0) as sandbox:
        ana = sandbox.add_person("Ana", admin=True)
        settings = Settings.model_validate(
            {
                "client_id": sandbox.client_id,
                "client_secret": sandbox.client_secret,
                "signing_secret": sandbox.signing_secret,
                "encryption_keys": KEY,
                "hash_key": HASH_KEY,
                "database_url": database_url,
                "slack_api_url": sandbox.api_url,
                "public_url": "https://fairloop.example.com/",
            }
        )
        bot = build(settings, PARTS, QUICK)
        at = {"base_url": "https://fairloop.example.com"}
        browser = make_app(bot).test_client()
        page = browser.get("/slack/install", **at)
        link = html.unescape(page.text.split('<a href="')[1].split('"')[0])
        asked = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
        back = sandbox._engine.grants.agree(
            ana.id, asked["scope"], asked["redirect_uri"], asked["state"], named=True
        )
        answer = browser.get(f"{urlsplit(back).path}?{urlsplit(back).query}", **at)
        assert answer.status_code == 200, answer.text
        with bot.context.reading(system(sandbox.team_id)) as tx:
            assert outbox.state_of(tx, f"welcome:{ana.id}") == "queued"
        bot.stop()
