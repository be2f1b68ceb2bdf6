"""Views: each person's stack of modals and home tab. The typed values live with the view."""

import copy

from sandbox.inputs import carry_over, initial
from sandbox.posts import completed, stored_blocks
from sandbox.protocol import Refusal
from sandbox.state import Json, View, Workspace

STACK = 3
"""How many views a modal stack holds (docs: views.push)."""


def _content(workspace: Workspace, sent: Json) -> Json:
    content: Json = completed(copy.deepcopy(sent))
    content["blocks"] = stored_blocks(workspace, content.get("blocks") or [])
    return content


def _check_external_id(workspace: Workspace, content: Json, but: str | None = None) -> None:
    wanted = content.get("external_id")
    taken = {v.external_id for v in workspace.views.values() if v.id != but}
    if wanted and wanted in taken:
        raise Refusal("duplicate_external_id")


def open_view(workspace: Workspace, user: str, sent: Json) -> View:
    """Open a modal as the only one of this person's stack; a stack that was open is gone."""
    with workspace.changes:
        content = _content(workspace, sent)
        _check_external_id(workspace, content)
        for old in workspace.stacks.pop(user, []):
            workspace.views.pop(old)
        key = workspace.new_id("V")
        view = View(key, user, content, workspace.new_hash(), initial(content["blocks"]), root_id=key)
        workspace.views[key] = view
        workspace.stacks[user] = [key]
        workspace.changed()
        return view


def push_view(workspace: Workspace, user: str, sent: Json) -> View:
    """Put a modal on top of this person's stack. Refusal: nothing to push onto, or three are open."""
    with workspace.changes:
        stack = workspace.stacks.get(user, [])
        if not stack:
            raise Refusal("not_found")
        if len(stack) >= STACK:
            raise Refusal("push_limit_reached")
        content = _content(workspace, sent)
        _check_external_id(workspace, content)
        below = workspace.views[stack[-1]]
        view = View(
            workspace.new_id("V"),
            user,
            content,
            workspace.new_hash(),
            initial(content["blocks"]),
            root_id=below.root_id,
            previous_id=below.id,
        )
        workspace.views[view.id] = view
        stack.append(view.id)
        workspace.changed()
        return view


def update_view(workspace: Workspace, view: View, sent: Json, *, known_hash: str | None = None) -> View:
    """Replace what a view shows; what stands in inputs with unchanged ids stays. Refusal: hash_conflict."""
    with workspace.changes:
        if known_hash and known_hash != view.hash:
            raise Refusal("hash_conflict")
        content = _content(workspace, sent)
        _check_external_id(workspace, content, but=view.id)
        view.content = content
        view.values = carry_over(view.values, content["blocks"])
        view.hash = workspace.new_hash()
        view.errors = {}
        view.banner = None
        workspace.changed()
        return view


def publish_home(workspace: Workspace, user: str, sent: Json, *, known_hash: str | None = None) -> View:
    """Replace a person's home tab. Refusal: hash_conflict, also with a hash where there is none yet."""
    with workspace.changes:
        home = workspace.homes.get(user)
        if home is not None:
            return update_view(workspace, home, sent, known_hash=known_hash)
        if known_hash:
            raise Refusal("hash_conflict")
        content = _content(workspace, sent)
        key = workspace.new_id("V")
        home = View(key, user, content, workspace.new_hash(), initial(content["blocks"]), root_id=key)
        workspace.homes[user] = home
        workspace.changed()
        return home


def close_top(workspace: Workspace, view: View) -> None:
    """Take this view, and whatever lies on it, off its person's stack."""
    with workspace.changes:
        stack = workspace.stacks.get(view.user, [])
        if view.id in stack:
            cut = stack.index(view.id)
            for gone in stack[cut:]:
                workspace.views.pop(gone)
            del stack[cut:]
        if not stack:
            workspace.stacks.pop(view.user, None)
        workspace.changed()


def clear(workspace: Workspace, user: str) -> list[View]:
    """Close all of this person's modals; returns them, the topmost first."""
    with workspace.changes:
        gone = [workspace.views.pop(i) for i in reversed(workspace.stacks.pop(user, []))]
        workspace.changed()
        return gone


def find_view(workspace: Workspace, view_id: str | None, external_id: str | None = None) -> View:
    """An open modal or a home tab by id or external id. Refusal: not_found."""
    homes = {v.id: v for v in workspace.homes.values()}
    if view_id:
        view = workspace.views.get(view_id) or homes.get(view_id)
    else:
        every = [*workspace.views.values(), *homes.values()]
        view = next((v for v in every if external_id and v.external_id == external_id), None)
    if view is None:
        raise Refusal("not_found")
    return view
