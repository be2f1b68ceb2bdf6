"""The Web API: one module a family of methods; importing this package registers them all."""

from sandbox.api import blocks, chat, conversations, files, functions, general, users, views

__all__ = ["blocks", "chat", "conversations", "files", "functions", "general", "users", "views"]
