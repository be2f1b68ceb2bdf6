"""A link to the prep page, made in Slack and opened in a browser."""

import re

from bot.wsgi import make_app
from tests.acceptance.prep_office import office

URL = "https://fairloop.example.org"


def test_anybody_makes_a_link_that_leads_to_a_beginning_until_they_withdraw_it(database_url: str) -> None:
    with office(database_url, public_url=URL) as world:
        outside = make_app(world.bot).test_client()
        kim, eve = world.sandbox.add_person("Kim"), world.sandbox.add_person("Eve")
        kim.command("/prep", "link")
        kim.wait_for(lambda: URL in kim.ephemerals[-1].text, what="the link")
        made = kim.ephemerals[-1]
        assert made.buttons == ["Withdraw this link", "Another link"]
        found = re.search(rf"{re.escape(URL)}(/p/[\w-]+)", made.text)
        assert found is not None
        assert "Between you and this page" in outside.get(found.group(1)).text
        assert eve.ephemerals == []
        made.click("Withdraw this link")
        kim.wait_for(lambda: "no longer works" in kim.ephemerals[-1].text)
        assert outside.get(found.group(1)).status_code == 404


def test_without_a_public_address_it_says_so_and_serves_nothing(database_url: str) -> None:
    with office(database_url) as world:
        kim = world.sandbox.add_person("Kim")
        kim.command("/prep", "link")
        kim.wait_for(lambda: "FAIRLOOP_PUBLIC_URL" in kim.ephemerals[-1].text)
        assert make_app(world.bot).test_client().get("/prep.css").status_code == 404
