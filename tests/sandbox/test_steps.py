"""Workflow steps: run by a workflow, ended by the app at once, from a button, or badly."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Person, Sandbox
from sandbox.manifest import Manifest
from sandbox.steps import misfits, parameters
from tests.sandbox.bolt_app import Trial
from tests.sandbox.test_control import call


def state(sandbox: Sandbox, key: str) -> dict[str, Any]:
    return next(step for step in sandbox.steps if step["id"] == key)


def test_a_step_waits_until_somebody_presses_a_button(ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    key = sandbox.run_step("wait", who=ana.id)
    ana.wait_for(lambda: ana.dm()[0].text == "[Yes]  [Odd]  [Why]")
    assert state(sandbox, key)["status"] == "running"
    ana.dm()[0].click("Yes")
    ana.wait_for(lambda: state(sandbox, key)["status"] == "completed")
    assert state(sandbox, key)["outputs"] == {"answer": "yes"}
    event = trial.last("function_executed")["event"]
    assert (event["function"]["callback_id"], event["inputs"]) == ("wait", {"who": ana.id})
    assert event["function_execution_id"] == key
    assert trial.last("block_actions")["function_data"]["execution_id"] == key


def test_a_modal_that_a_step_opened_ends_it(ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    key = sandbox.run_step("wait", who=ana.id)
    ana.wait_for(ana.dm)
    ana.dm()[0].click("Why")
    ana.modal.fill("Reason", "Because")
    ana.modal.submit()
    ana.wait_for(lambda: state(sandbox, key)["status"] == "completed")
    assert state(sandbox, key)["outputs"] == {"answer": "Because"}
    assert trial.last("view_submission")["function_data"]["execution_id"] == key


def test_a_step_that_failed_says_why(ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    key = sandbox.run_step("wait", who=ana.id, why="nothing")
    ana.wait_for(lambda: state(sandbox, key)["status"] == "failed")
    assert state(sandbox, key)["error"] == "There is nothing to wait for"


def test_outputs_have_to_be_the_declared_ones(ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    key = sandbox.run_step("wait", who=ana.id)
    ana.wait_for(ana.dm)
    ana.dm()[0].click("Odd")
    ana.wait_for(lambda: sandbox.transcript.calls("functions.completeSuccess"))
    answer = sandbox.transcript.calls("functions.completeSuccess")[-1]["response"]
    assert answer["error"] == "parameter_validation_failed"
    assert answer["response_metadata"]["messages"] == [
        "missing required parameter: answer",
        "unknown parameter: number",
    ]
    assert state(sandbox, key)["status"] == "running"


def test_a_step_ends_once(ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    key = sandbox.run_step("wait", who=ana.id)
    trial.client.functions_completeSuccess(function_execution_id=key, outputs={"answer": "no"})
    with pytest.raises(SlackApiError, match="execution_not_in_running_state"):
        trial.client.functions_completeError(function_execution_id=key, error="late")
    with pytest.raises(SlackApiError, match="function_execution_not_found"):
        trial.client.functions_completeSuccess(function_execution_id="Fx0", outputs={})
    assert state(sandbox, key)["outputs"] == {"answer": "no"}


def test_a_steps_token_is_one_of_the_apps_and_never_written_down(
    ana: Person, trial: Trial, sandbox: Sandbox
) -> None:
    key = sandbox.run_step("wait", who=ana.id)
    ana.wait_for(ana.dm)
    token = trial.last("function_executed")["event"]["bot_access_token"]
    assert WebClient(token, base_url=sandbox.api_url).auth_test()["ok"]
    assert token not in str(list(sandbox.transcript))
    assert "token" not in state(sandbox, key)


@pytest.mark.parametrize(
    ("step", "inputs", "said"),
    [
        ("nap", {}, "no step 'nap'; there are wait"),
        ("wait", {}, "missing required parameter: who"),
        ("wait", {"who": "U1", "when": "now"}, "unknown parameter: when"),
    ],
)
def test_only_what_the_manifest_declares_is_run(
    step: str, inputs: dict[str, str], said: str, sandbox: Sandbox
) -> None:
    with pytest.raises(ValueError, match=said):
        sandbox.run_step(step, **inputs)
    assert call(sandbox, "/steps", {"step": step, "inputs": inputs})[0] == 400
    assert call(sandbox, "/steps")[1]["steps"] == sandbox.steps


def test_the_control_api_runs_and_lists_steps(ana: Person, trial: Trial, sandbox: Sandbox) -> None:
    status, answer = call(sandbox, "/steps", {"step": "wait", "inputs": {"who": ana.id}})
    assert status == 200
    assert call(sandbox, "/steps")[1]["steps"][-1]["id"] == answer["id"]


def test_both_shapes_of_parameters_are_read() -> None:
    older = {"properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "required": ["a"]}
    read = Manifest.read({"functions": {"step": {"input_parameters": older}}})
    assert misfits(parameters(read.functions["step"], "input"), {"b": "x"}) == [
        "missing required parameter: a"
    ]
    assert parameters(read.functions["step"], "output") == []
