"""What the terminal shows of the story."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from sandbox.surfaces import Message


class Show:
    """Steps as lines, screens as panels."""

    def __init__(self) -> None:
        self._console = Console()
        self._step = 0

    def opened(self, url: str) -> None:
        """Where the workspace is."""
        self._console.print(f"\n[bold]Fairloop[/bold] in a Slack workspace on this machine: {url}\n")

    @contextmanager
    def working(self, text: str) -> Iterator[None]:
        """Something that takes a moment."""
        with self._console.status(text):
            yield
        self.say(text)

    def say(self, text: str) -> None:
        """A step of the story."""
        self._step += 1
        self._console.print(f"[bold cyan]{self._step:>2}[/bold cyan]  {text}")

    def tell(self, who: str, text: str) -> None:
        """What somebody reads on their screen."""
        self._console.print(
            Panel(Text(text.strip()), title=who, title_align="left", width=92, border_style="dim")
        )

    def debrief(self, head: Message) -> None:
        """The debrief as it stands in the channel, with its thread."""
        parts = [head.text.strip()]
        parts += [reply.text.strip() for reply in head.thread()]
        self.tell("The debrief and its thread", "\n\n".join(parts))

    def written(self, folder: Path) -> None:
        """What was written where."""
        self._console.print(f"transcript.jsonl, debrief.json and fairloop.db are in {folder}")

    def stays_open(self, url: str) -> None:
        """The workspace can be used now."""
        self._console.print(f"\nThe workspace stays open: [bold]{url}[/bold]  (Ctrl-C closes it)\n")
