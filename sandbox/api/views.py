"""views.*: modals and home tabs."""

from sandbox import modals
from sandbox.api.registry import method, text
from sandbox.contents import view_json
from sandbox.engine import Engine
from sandbox.protocol import Refusal
from sandbox.state import Json, View


def _sent(args: Json, kind: str) -> Json:
    view = args.get("view")
    if not isinstance(view, dict):
        raise Refusal(
            "invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: view"]}
        )
    if view.get("type") != kind:
        said = f"[ERROR] the view's type must be {kind} here [json-pointer:/view/type]"
        raise Refusal("invalid_arguments", response_metadata={"messages": [said]})
    return view


def _answer(engine: Engine, view: View) -> Json:
    return {"view": view_json(engine.workspace, view)}


def _trigger(args: Json) -> str:
    return text(args, "trigger_id" if args.get("trigger_id") else "interactivity_pointer")


@method("views.open")
def open_view(engine: Engine, args: Json) -> Json:
    """Open a modal for the person whose action made the trigger."""
    view = _sent(args, "modal")
    if not (args.get("trigger_id") or args.get("interactivity_pointer")):
        text(args, "trigger_id")
    engine.triggers.check(_trigger(args))
    with engine.workspace.changes:
        trigger = engine.triggers.exchange(_trigger(args))
        opened = modals.open_view(engine.workspace, trigger.user, view)
        opened.execution = args.get("execution")
        return _answer(engine, opened)


@method("views.push")
def push(engine: Engine, args: Json) -> Json:
    """Put a modal on the one the person acted in."""
    view = _sent(args, "modal")
    if not (args.get("trigger_id") or args.get("interactivity_pointer")):
        text(args, "trigger_id")
    trigger = engine.triggers.check(_trigger(args))
    if trigger.view_id is None or trigger.view_id not in engine.workspace.views:
        raise Refusal("invalid_trigger_id")
    with engine.workspace.changes:
        engine.triggers.exchange(_trigger(args))
        pushed = modals.push_view(engine.workspace, trigger.user, view)
        pushed.execution = args.get("execution")
        return _answer(engine, pushed)


@method("views.update")
def update(engine: Engine, args: Json) -> Json:
    """Replace an open view, found by its id or the app's external id. Refusal: not_found, hash_conflict."""
    if not args.get("view_id") and not args.get("external_id"):
        text(args, "view_id")
    with engine.workspace.changes:
        view = modals.find_view(engine.workspace, args.get("view_id"), args.get("external_id"))
        sent = _sent(args, str(view.content["type"]))
        return _answer(engine, modals.update_view(engine.workspace, view, sent, known_hash=args.get("hash")))


@method("views.publish")
def publish(engine: Engine, args: Json) -> Json:
    """Replace a person's home tab."""
    if not engine.manifest.home_tab:
        raise Refusal("not_enabled")
    user = engine.workspace.users.get(text(args, "user_id"))
    if user is None or user.is_bot or user.deleted:
        raise Refusal("user_not_found")
    view = _sent(args, "home")
    return _answer(engine, modals.publish_home(engine.workspace, user.id, view, known_hash=args.get("hash")))
