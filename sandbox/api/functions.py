"""functions.*: how an app ends a workflow step that it was asked to run."""

from sandbox import steps
from sandbox.api.registry import method, text
from sandbox.engine import Engine
from sandbox.state import Json


@method("functions.completeSuccess")
def complete_success(engine: Engine, args: Json) -> Json:
    """The step is done. Refusal: function_execution_not_found, parameter_validation_failed."""
    steps.complete(engine, text(args, "function_execution_id"), dict(args.get("outputs") or {}), None)
    return {}


@method("functions.completeError")
def complete_error(engine: Engine, args: Json) -> Json:
    """The step failed. Refusal: function_execution_not_found, execution_not_in_running_state."""
    steps.complete(engine, text(args, "function_execution_id"), None, text(args, "error"))
    return {}
