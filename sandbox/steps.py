"""Workflow steps of the app: run as a workflow would, and completed by the app when it is done.

Source: https://docs.slack.dev/reference/events/function_executed and
https://docs.slack.dev/reference/methods/functions.completeSuccess
"""

import copy
import secrets
from collections.abc import Mapping
from typing import Any

from sandbox.callbacks import send_event
from sandbox.engine import Engine
from sandbox.objects import APP_ID
from sandbox.protocol import Refusal
from sandbox.state import Execution, Json


def run(engine: Engine, said: Json) -> Json:
    """Run `step` (a callback id of the manifest's functions) with `inputs`; returns the execution's id."""
    callback_id, inputs = str(said["step"]), dict(said.get("inputs") or {})
    declared = engine.manifest.functions.get(callback_id)
    if declared is None:
        known = ", ".join(engine.manifest.functions) or "none"
        raise ValueError(f"the manifest declares no step {callback_id!r}; there are {known}")
    wrong = misfits(parameters(declared, "input"), inputs)
    if wrong:
        raise ValueError("; ".join(wrong))
    workspace = engine.workspace
    with workspace.changes:
        key, token = workspace.new_id("Fx"), f"xwfp-{secrets.token_hex(16)}"
        execution = Execution(key, callback_id, copy.deepcopy(inputs), token)
        workspace.executions[key] = execution
        workspace.changed()
    send_event(engine, _event(engine, declared, execution))
    return {"id": key}


def complete(engine: Engine, execution_id: str, outputs: Json | None, error: str | None) -> None:
    """End an execution well, with outputs, or badly, with an error. Refusal as Slack refuses."""
    execution = engine.workspace.executions.get(execution_id)
    if execution is None:
        raise Refusal("function_execution_not_found")
    if execution.status != "running":
        raise Refusal("execution_not_in_running_state")
    if outputs is not None:
        declared = engine.manifest.functions[execution.callback_id]
        wrong = misfits(parameters(declared, "output"), outputs)
        if wrong:
            raise Refusal("parameter_validation_failed", response_metadata={"messages": wrong})
    execution.status = "completed" if error is None else "failed"
    execution.outputs, execution.error = copy.deepcopy(outputs), error
    engine.workspace.changed()


def listed(engine: Engine) -> list[Json]:
    """Every execution so far, oldest first, without its token."""
    with engine.workspace.changes:
        return [
            {
                "id": one.id,
                "step": one.callback_id,
                "inputs": copy.deepcopy(one.inputs),
                "status": one.status,
                "outputs": copy.deepcopy(one.outputs),
                "error": one.error,
            }
            for one in engine.workspace.executions.values()
        ]


def parameters(declared: Mapping[str, Any], way: str) -> list[Json]:
    """The input or output parameters of a step, whichever of the two shapes its manifest has."""
    given = declared.get(f"{way}_parameters") or {}
    named = given.get("properties", given) if isinstance(given.get("properties"), Mapping) else given
    required = given.get("required", []) if named is not given else []
    return [
        {"name": name, **about, "is_required": bool(about.get("is_required", name in required))}
        for name, about in named.items()
    ]


def misfits(wanted: list[Json], given: Mapping[str, Any]) -> list[str]:
    """What is missing of a step's parameters, and what is too much."""
    names = {one["name"] for one in wanted}
    missing = [one["name"] for one in wanted if one["is_required"] and given.get(one["name"]) is None]
    return [f"missing required parameter: {name}" for name in missing] + [
        f"unknown parameter: {name}" for name in given if name not in names
    ]


def _event(engine: Engine, declared: Mapping[str, Any], execution: Execution) -> Json:
    return {
        "type": "function_executed",
        "function": {
            "id": f"Fn{execution.callback_id.upper()}",
            "callback_id": execution.callback_id,
            "title": declared.get("title", ""),
            "description": declared.get("description", ""),
            "type": "app",
            "input_parameters": parameters(declared, "input"),
            "output_parameters": parameters(declared, "output"),
            "app_id": APP_ID,
            "date_created": 0,
            "date_updated": 0,
            "date_deleted": 0,
        },
        "inputs": copy.deepcopy(execution.inputs),
        "function_execution_id": execution.id,
        "workflow_execution_id": f"Wx{execution.id[2:]}",
        "event_ts": engine.workspace.new_ts(),
        "bot_access_token": execution.token,
    }
