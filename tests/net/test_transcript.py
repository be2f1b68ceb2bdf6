"""The demo says in Slack what it said when its transcript was committed."""

import pytest

from tests.net import transcript


@pytest.mark.long
def test_the_demo_is_sent_and_answered_as_in_the_committed_transcript() -> None:
    apart = transcript.difference(transcript.play())
    assert not apart, f"python -m tests.net.transcript --renew writes it anew\n{apart}"
