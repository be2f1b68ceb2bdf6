from typer.testing import CliRunner

from bot.cli import app


def test_help_says_what_fairloop_is() -> None:
    result = CliRunner().invoke(app, ["--help"])
    assert result.exit_code == 0
    assert "interview loops" in result.output
