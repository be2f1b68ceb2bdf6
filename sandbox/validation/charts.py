"""The `data_visualization` block: a pie, or bars, lines or areas over categories.

Source: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from typing import cast

from sandbox.validation.problem import Finding, Findings, step
from sandbox.validation.shapes import Json, Kinds, Many, Obj, Real, Shape, Str, of_type


def _positive(value: Json, pointer: str) -> Findings:
    if cast("float", value["value"]) <= 0:
        yield Finding(step(pointer, "value"), "must be more than 0", "leave an empty segment out")


_SEGMENT = Obj({"label": Str("chart.segment_label"), "value": Real()}, rules=(_positive,))
_POINT = Obj({"label": Str("chart.point_label"), "value": Real()})
_SERIES = Obj({"name": Str("chart.series_name"), "data": Many(_POINT, "chart.points")})
_AXES = Obj(
    {"categories": Many(Str("chart.category"), "chart.categories")},
    {"x_label": Str("chart.axis_label"), "y_label": Str("chart.axis_label")},
)


def _distinct_categories(value: Json, pointer: str) -> Findings:
    yield from _once(_categories(value), f"{pointer}/axis_config/categories", "")


def _distinct_names(value: Json, pointer: str) -> Findings:
    yield from _once([str(series["name"]) for series in _all_series(value)], f"{pointer}/series", "/name")


def _once(names: list[str], pointer: str, below: str) -> Findings:
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Finding(f"{pointer}/{index}{below}", f"must be unique: {name}", "give each its own name")


def _one_point_a_category(value: Json, pointer: str) -> Findings:
    """Every series has exactly one point for each category: no gap, nothing twice, nothing else."""
    wanted = sorted(set(_categories(value)))
    for index, series in enumerate(_all_series(value)):
        labels = sorted(str(point["label"]) for point in cast("list[Json]", series["data"]))
        if labels != wanted:
            says = "must have exactly one data point for each category"
            advice = "drop a category that has no value everywhere"
            yield Finding(f"{pointer}/series/{index}/data", says, advice)


def _categories(chart: Json) -> list[str]:
    return cast("list[str]", cast("Json", chart["axis_config"])["categories"])


def _all_series(chart: Json) -> list[Json]:
    return cast("list[Json]", chart["series"])


def _over_categories(kind: str) -> Obj:
    return of_type(
        kind,
        {"series": Many(_SERIES, "chart.series"), "axis_config": _AXES},
        {},
        _distinct_categories,
        _distinct_names,
        _one_point_a_category,
    )


_CHART = Kinds(
    {
        "pie": of_type("pie", {"segments": Many(_SEGMENT, "chart.segments")}, {}),
        **{kind: _over_categories(kind) for kind in ("bar", "area", "line")},
    }
)


def data_visualization(common: dict[str, Shape]) -> Obj:
    """The `data_visualization` block; `common` are the keys that every block has."""
    return of_type("data_visualization", {"title": Str("chart.title"), "chart": _CHART}, common)
