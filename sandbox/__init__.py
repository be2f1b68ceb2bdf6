"""A Slack workspace on localhost, stricter than Slack. It imports nothing of the bot's."""

from sandbox.limits import RateLimits
from sandbox.person import NotOnScreen, Person
from sandbox.server import Sandbox

__all__ = ["NotOnScreen", "Person", "RateLimits", "Sandbox"]
