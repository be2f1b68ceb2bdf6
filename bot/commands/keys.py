"""`fairloop keys`: fresh secrets."""

import secrets

import typer


def keys() -> None:
    """Print fresh keys for the environment or a .env file. Keep them: what they encrypted needs them."""
    from cryptography.fernet import Fernet

    typer.echo(f"FAIRLOOP_ENCRYPTION_KEYS={Fernet.generate_key().decode()}")
    typer.echo(f"FAIRLOOP_HASH_KEY={secrets.token_urlsafe(32)}")
