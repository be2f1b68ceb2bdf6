"""Everything Slack refuses about what an app sends, as pure functions without state.

Shapes and limits are data (`limits`, `objects`, `elements`, `rich_text`, `blocks`, `methods`); `shapes`
walks them and `rules` holds what goes across fields. Stricter than Slack where its documents are: unknown
keys, methods and arguments are refused, and so is a message that notifications could not read out.
"""

from sandbox.validation.arguments import check_arguments, check_call, decode
from sandbox.validation.blocks import check_blocks
from sandbox.validation.limits import LIMITS, Limit
from sandbox.validation.messages import check_message
from sandbox.validation.methods import CALLS_PER_MINUTE, METHODS, Method
from sandbox.validation.older import check_for_older
from sandbox.validation.problem import Problem
from sandbox.validation.views import check_response, check_stack, check_view

__all__ = [
    "CALLS_PER_MINUTE",
    "LIMITS",
    "METHODS",
    "Limit",
    "Method",
    "Problem",
    "check_arguments",
    "check_blocks",
    "check_call",
    "check_for_older",
    "check_message",
    "check_response",
    "check_stack",
    "check_view",
    "decode",
]
