"""The Web API: one module a family of methods; importing this package registers them all."""

from sandbox.api import chat, conversations, files, general, users, views

__all__ = ["chat", "conversations", "files", "general", "users", "views"]
