"""The bars of the chart: heights that can be checked by hand."""

from app.patterns.chart import BASE, Value, draw


def value(count: int, kind: str = "fight") -> Value:
    return Value(kind, count, f"{kind}: {count}", "/x")


def test_tallest_bar_is_the_largest_count_and_zeros_have_none() -> None:
    """Eight and four give two bars, one twice as high as the other."""
    bars = draw([("a", [value(8), value(0, "flight"), value(4, "thread")])]).bars
    assert [(bar.value.kind, bar.value.count) for bar in bars] == [("fight", 8), ("thread", 4)]
    assert bars[0].height == 2 * bars[1].height
    assert all(round(bar.y + bar.height, 6) == BASE for bar in bars)


def test_labels_stay_inside_the_picture_and_apart() -> None:
    """Of 53 weeks some are named, the last among them."""
    chart = draw([(f"{number}", [value(0)]) for number in range(53)])
    assert chart.bars == ()
    assert chart.labels[-1].text == "52"
    assert chart.labels[-1].x < chart.width - 20
    assert len(chart.labels) <= 12
