"""Installing the app through Slack's authorize page."""

import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Person, Sandbox

BACK = "http://127.0.0.1:1/slack/oauth_redirect"


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


def authorize(sandbox: Sandbox, **asked: str) -> tuple[int, str]:
    url = f"{sandbox.url}/oauth/v2/authorize?{urllib.parse.urlencode(asked)}"
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.build_opener(_Stay).open(url)
    with caught.value as answer:
        return answer.code, answer.headers.get("Location", "")


def code_for(sandbox: Sandbox, ana: Person) -> str:
    asked = {"client_id": sandbox.client_id, "scope": "chat:write", "state": "s1", "redirect_uri": BACK}
    status, location = authorize(sandbox, **asked, **{"as": ana.id})
    assert status == 302
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)
    assert query["state"] == ["s1"]
    return query["code"][0]


def test_a_code_is_exchanged_once_for_the_bot_token(ana: Person, sandbox: Sandbox) -> None:
    code = code_for(sandbox, ana)
    client = WebClient(base_url=sandbox.api_url)
    known = {"client_id": sandbox.client_id, "client_secret": sandbox.client_secret, "redirect_uri": BACK}
    answer = client.oauth_v2_access(code=code, **known)
    assert answer["access_token"] == sandbox.bot_token
    assert answer["authed_user"]["id"] == ana.id
    assert answer["team"]["id"] == sandbox.team_id
    with pytest.raises(SlackApiError, match="code_already_used"):
        client.oauth_v2_access(code=code, **known)
    recorded = sandbox.transcript.calls("oauth.v2.access")[0]
    assert recorded["response"]["access_token"] == "(redacted)"
    assert recorded["args"]["client_secret"] == "(redacted)"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"client_secret": "no"}, "bad_client_secret"),
        ({"client_id": "no"}, "invalid_client_id"),
        ({"code": "no"}, "invalid_code"),
        ({"redirect_uri": "http://127.0.0.1:1/other"}, "bad_redirect_uri"),
    ],
)
def test_a_wrong_exchange_is_refused(
    ana: Person, sandbox: Sandbox, wrong: dict[str, str], error: str
) -> None:
    known = {"client_id": sandbox.client_id, "client_secret": sandbox.client_secret, "redirect_uri": BACK}
    known |= {"code": code_for(sandbox, ana)} | wrong
    with pytest.raises(SlackApiError, match=error):
        WebClient(base_url=sandbox.api_url).oauth_v2_access(**known)


def test_scopes_that_the_manifest_does_not_name_are_not_granted(ana: Person, sandbox: Sandbox) -> None:
    asked = {"client_id": sandbox.client_id, "scope": "admin", "redirect_uri": BACK}
    assert authorize(sandbox, **asked)[0] == 400
    assert authorize(sandbox, client_id="other", redirect_uri=BACK)[0] == 400
