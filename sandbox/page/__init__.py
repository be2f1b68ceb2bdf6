"""The workspace in a browser: everything people see of it, and the levers of the sandbox beside it.

The page only shows. Whatever somebody does on it goes through the same HTTP API that a test's `Person`
uses (docs/SANDBOX.md); what changes comes back as server-sent events.
"""
