"""The table of rights as it stands in docs/SECURITY.md.

python -m tests.roles    writes it anew
"""

from pathlib import Path

from bot.domain.access import Action
from bot.domain.roles import ROLES, cell
from handlers.entrances import ENTRANCES

PAGE = Path(__file__).parents[1] / "docs" / "SECURITY.md"
BEGIN, END = "<!-- roles: python -m tests.roles -->", "<!-- end of roles -->"


def table() -> str:
    """A row for each action: who may, and through which ways in."""
    head = f"| To | {' | '.join([*ROLES, 'Ways in'])} |"
    rule = f"|{'---|' * (len(ROLES) + 2)}"
    return "\n".join([head, rule, *map(_row, Action)])


def _row(action: Action) -> str:
    ways = [f"`{way}`" for way, actions in ENTRANCES.items() if action in actions]
    cells = [cell(role, action) or "–" for role in ROLES]
    return f"| {' | '.join([str(action), *cells, ', '.join(ways) or 'messages'])} |"


def page() -> str:
    """The whole page, with the table as it is now. Raises ValueError where its place isn't there."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"{PAGE.name} has no place for the table")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
