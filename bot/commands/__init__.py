"""The commands of `fairloop`, one module a noun; bot.cli puts them together."""
