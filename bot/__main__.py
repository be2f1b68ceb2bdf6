"""`python -m bot` is `fairloop`."""

from bot.cli import main

main()
