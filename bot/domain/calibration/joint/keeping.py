"""A fit as bytes, so that a database can keep it: what was learned, with the statistics that a new loop is added to.

No pickle: an archive of numpy arrays, and one JSON document with ids, standard deviations and the format's version.
"""

import io
import json
import zipfile
from dataclasses import asdict
from typing import Any

import numpy as np

from bot.domain.calibration.joint.data import Data
from bot.domain.calibration.joint.fit import JointFit
from bot.domain.calibration.joint.levels import Kept
from bot.domain.calibration.joint.middle import Spread
from bot.domain.calibration.joint.sds import Prior, Scale, Sds

VERSION = 1
"""Of the format and of the model: a fit kept by another version is not read but made anew."""

_DATA = ("opening", "home", "candidate", "panelist", "item")
_KEPT = ("mean", "own", "spread", "weight")


class OtherVersion(ValueError):
    """Kept by another version of the model, or not a kept fit at all: fit anew."""


def to_bytes(of: JointFit) -> bytes:
    """The fit, as `from_bytes` reads it. About 20 bytes a rating, and 8 for every pair of effects."""
    data, kept = of.data, of.kept
    arrays = {name: _small(getattr(data, name)) for name in _DATA}
    arrays |= {f"kept_{name}": getattr(kept, name) for name in _KEPT}
    arrays |= {"kept_begins": kept.begins, "kept_effect": _small(kept.effect), "score": data.score}
    rows, columns = np.tril_indices(data.effects)
    arrays |= {"effects": of.effects, "covariance": of.covariance[rows, columns]}
    head = {
        "version": VERSION,
        "candidates": data.candidates,
        "panelists": data.panelists,
        "competencies": data.competencies,
        "items": data.items,
        "openings": data.openings,
        "prior": asdict(of.prior),
        "sds": asdict(of.sds),
        "spread": asdict(of.spread),
        "criterion": of.criterion,
        "learned_from": of.learned_from,
    }
    arrays["head"] = np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)
    out = io.BytesIO()
    np.savez(out, allow_pickle=False, **arrays)
    return out.getvalue()


def from_bytes(kept: bytes) -> JointFit:
    """The fit that was kept. Raises OtherVersion."""
    try:
        with np.load(io.BytesIO(kept), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        head = json.loads(arrays["head"].tobytes())
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise OtherVersion("This is not a kept fit.") from error
    if head["version"] != VERSION:
        raise OtherVersion(f"This fit was kept by version {head['version']}; this is version {VERSION}.")
    return _fit(head, arrays)


def _fit(head: dict[str, Any], arrays: dict[str, Any]) -> JointFit:
    data = Data(
        candidates=tuple(head["candidates"]),
        panelists=tuple(head["panelists"]),
        competencies=tuple(head["competencies"]),
        items=tuple((competency, item) for competency, item in head["items"]),
        openings=tuple(head["openings"]),
        score=arrays["score"],
        **{name: arrays[name].astype(np.int64) for name in _DATA},
    )
    size = data.effects
    covariance = np.zeros((size, size))
    rows, columns = np.tril_indices(size)
    covariance[rows, columns] = arrays["covariance"]
    covariance[columns, rows] = arrays["covariance"]
    kept = Kept(
        begins=arrays["kept_begins"],
        effect=arrays["kept_effect"].astype(np.int64),
        **{name: arrays[f"kept_{name}"] for name in _KEPT},
    )
    return JointFit(
        data=data,
        prior=Prior(head["prior"]["on"], Scale(**head["prior"]["scale"])),
        sds=Sds(**head["sds"]),
        spread=Spread(**head["spread"]),
        criterion=head["criterion"],
        covariance=covariance,
        effects=arrays["effects"],
        kept=kept,
        learned_from=head["learned_from"],
    )


def _small(codes: Any) -> Any:
    """Codes in as few bytes as they need."""
    return codes.astype(np.min_scalar_type(int(codes.max())))
