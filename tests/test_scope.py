"""Statements live in storage, and each names its workspace: a query without its team fails here."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).parents[1] / "bot"
STORAGE = BOT / "storage"

STILL_TO_MOVE = ("acting/context.py",)
"""The transaction itself, which hands its session to storage. This list gets shorter, never longer."""

GROUND = ("database.py", "migrations.py", "types.py", "unit.py", "upsert.py", "vault.py")
"""What statements are made with; no statement of its own about a workspace's rows."""

EVERY_TEAM = {
    "chain.py": {"_unlinked"},
    "canaries.py": {"faults", "fly", "known", "sit"},
    "backups.py": {"last_restore", "restored", "taken"},
    "claims.py": {"_before_its", "_behind_another", "_expiring", "_head", "_looking", "_taking", "_unknown"},
    "due.py": {
        "_free",
        "_taking",
        "fail",
        "finish",
        "lateness",
        "next_moment",
        "overdue",
        "upcoming",
    },
    "erasing.py": {"destroyed"},
    "heartbeats.py": {"beat", "last"},
    "paces.py": {"", "forget"},
    "people.py": {"leads_everywhere"},
    "prep_pages.py": {"team_of_feed", "team_of_link", "team_of_page"},
    "queues.py": {"_changed", "due", "list_due", "list_outbox", "outbox"},
    "ratings.py": {"workspaces"},
    "rotation.py": {
        "_drop_unused",
        "_hash_anew",
        "_hashes_under",
        "_old_hashes",
        "_outdated",
        "_replace",
        "_reseal_some",
        "_retired",
        "_text_under",
        "_wrap_anew",
    },
    "seen_requests.py": {"forget", "spend"},
    "sending.py": {
        "_leave",
        "next_moment",
        "sent",
        "waiting",
    },
}
"""Functions that serve all workspaces: the worker's claims and figures, keys, and what has no workspace."""

BUILDERS = ("select", "update", "delete", "exists", "insert")
INSERTS = ("insert_row", "insert_once", "insert_or_update", "insert_all_once")
SCOPES = ("own", "rows", "get", "one")


def reaches_the_database(source: str) -> list[int]:
    """Lines that import statements, or use a session for more than handing it on."""
    nodes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt | ast.expr))
    return sorted({node.lineno for node in nodes if _reaches(node)})


def _reaches(node: ast.AST) -> bool:
    match node:
        case ast.Import(names=names):
            return any(name.name == "sqlalchemy" for name in names)
        case ast.ImportFrom(module=str(module), names=names):
            allowed = module == "sqlalchemy.exc" or [name.name for name in names] == ["Session"]
            return module.split(".")[0] == "sqlalchemy" and not allowed
        case ast.Attribute(attr="session"):
            return True
        case ast.Attribute(value=ast.Name(id="session")):
            return True
    return False


def unscoped(source: str) -> set[str]:
    """Functions in which a statement doesn't name its workspace ("" for the module itself)."""
    return {name for name, statement in _statements(ast.parse(source)) if not _names_its_team(statement)}


def _statements(tree: ast.AST, name: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Each simple statement, or the head of a compound one, with the function that it stands in."""
    for child in ast.iter_child_nodes(tree):
        within = child.name if isinstance(child, ast.FunctionDef) else name
        body = getattr(child, "body", None)
        if (isinstance(child, ast.stmt) and not isinstance(body, list)) or isinstance(
            child, ast.expr | ast.withitem
        ):
            yield within, child
        else:
            yield from _statements(child, within)


def _names_its_team(statement: ast.AST) -> bool:
    """As many times as it builds something that reads or writes rows."""
    nodes = list(ast.walk(statement))
    return sum(map(_builds, nodes)) <= sum(map(_scopes, nodes))


def _builds(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name in (*BUILDERS, *INSERTS, "text")
        case ast.Call(func=ast.Attribute(value=ast.Name(id="unit"), attr="rows")):
            return True
        case ast.Call(func=ast.Attribute(value=session, attr="get" | "get_one" | "query")):
            return ast.unparse(session).split(".")[-1] == "session"
    return False


def _scopes(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="unit"), attr=name)):
            return name in SCOPES
        case ast.Call(func=ast.Name(id="select"), args=[_, *_] as columns):
            return all(any(map(_is_given_the_unit, ast.walk(column))) for column in columns)
        case ast.Compare(left=ast.Attribute(attr="team_id"), ops=[ast.Eq()]):
            return True
        case ast.Call(func=ast.Name(id=name)) if name in INSERTS:
            return "team_id" in ast.unparse(node)
        case ast.Call(
            func=ast.Attribute(value=session, attr="get" | "get_one"), args=[_, ast.Tuple(elts=key)]
        ):
            return ast.unparse(session).split(".")[-1] == "session" and "team_id" in ast.unparse(key[0])
    return False


def _is_given_the_unit(node: ast.AST) -> bool:
    """Whether this calls a function of the same module that makes a statement of its own for the workspace."""
    return isinstance(node, ast.Call) and ast.unparse(node).startswith("_") and "(unit" in ast.unparse(node)


def modules() -> dict[str, str]:
    """The sources of `bot/` by path."""
    return {str(path.relative_to(BOT)): path.read_text() for path in sorted(BOT.rglob("*.py"))}


def statements_of_storage() -> dict[str, str]:
    found = {path: source for path, source in modules().items() if Path(path).parent == Path("storage")}
    return {Path(path).name: source for path, source in found.items() if Path(path).name not in GROUND}


def test_only_storage_reaches_the_database() -> None:
    outside = {path: source for path, source in modules().items() if not path.startswith("storage/")}
    found = {path: lines for path, source in outside.items() if (lines := reaches_the_database(source))}
    assert {path: lines for path, lines in found.items() if path not in STILL_TO_MOVE} == {}


def test_only_a_transactions_audit_writes_the_record() -> None:
    """So that each row has its MAC, and no use case records in a way of its own."""
    found = {path for path, source in modules().items() if _writes_the_record(ast.parse(source))}
    assert found == {"acting/context.py", "storage/record.py"}


def _writes_the_record(tree: ast.AST) -> bool:
    calls = (ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call))
    inserts = "session, Audit, " in ast.unparse(tree)
    return inserts or any(call in ("Audit", "tables.Audit", "record.write") for call in calls)


def test_what_has_moved_leaves_the_list() -> None:
    known = modules()
    done = [path for path in STILL_TO_MOVE if not reaches_the_database(known.get(path, ""))]
    assert done == [], "take these out of STILL_TO_MOVE"


def test_every_statement_of_storage_names_its_workspace() -> None:
    found = {name: unscoped(source) for name, source in statements_of_storage().items()}
    assert {name: functions for name, functions in found.items() if functions} == EVERY_TEAM


@pytest.mark.parametrize(
    "body",
    [
        "return unit.session.scalars(select(Loop)).all()",
        "return unit.session.scalars(select(Loop).where(Loop.id == loop_id)).all()",
        "unit.session.execute(delete(Loop).where(Loop.id == loop_id))",
        "unit.session.execute(update(Loop).values(state=state))",
        "return unit.session.get(Loop, loop_id)",
        "return unit.session.get(Person, (user_id, user_id))",
        "insert_once(unit.session, Due, values, ['occurrence'])",
        "return unit.session.scalars(unit.rows(Loop).where(Loop.id.in_(select(Interview.loop_id)))).all()",
        "return select(Loop).where(unit.own(Loop), exists().where(Interview.loop_id == Loop.id))",
        "return unit.session.execute(text('select 1'))",
        "for row in unit.session.scalars(select(Loop)):\n        print(row)",
        "with unit.session.execute(select(Loop)) as rows:\n        return rows",
        "return select(Loop).where(Loop.lead_id.in_(_named(unit)))",
        "return select(_led(unit, user_id).exists(), select(Loop.id).exists())",
        "if unit.session.scalar(select(Loop.id)):\n        return unit.own(Loop)",
    ],
)
def test_a_statement_that_forgets_its_workspace_is_found(body: str) -> None:
    assert unscoped(f"def f(unit):\n    {body}\n") == {"f"}


@pytest.mark.parametrize(
    "body",
    [
        "return unit.session.scalars(unit.rows(Loop)).all()",
        "return unit.get(Loop, loop_id)",
        "return unit.session.get(Person, (unit.team_id, user_id))",
        "return session.scalar(select(Due.id).where(Due.team_id == team_id))",
        "return session.execute(select(_led(unit, user_id).exists()))",
        "insert_once(session, Due, values, ['team_id', 'occurrence'])",
    ],
)
def test_a_statement_that_names_its_workspace_is_left_alone(body: str) -> None:
    assert unscoped(f"def f(unit):\n    {body}\n") == set()


@pytest.mark.parametrize(
    "line",
    [
        "import sqlalchemy",
        "from sqlalchemy import select",
        "from sqlalchemy.orm import Session, aliased",
        "from sqlalchemy.dialects import postgresql",
        "tx.session.flush()",
        "schedule(tx.session, tx.team_id)",
        "row = session.get(Loop, 1)",
    ],
)
def test_what_reaches_the_database_is_found(line: str) -> None:
    assert reaches_the_database(line) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "from sqlalchemy.exc import SQLAlchemyError",
        "from sqlalchemy.orm import Session",
        "claim(session, now)",
    ],
)
def test_a_session_may_be_handed_on(line: str) -> None:
    assert reaches_the_database(line) == []
