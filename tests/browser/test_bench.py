"""The benchmark of the widgets measures what it says, for the course's own widget."""

import pytest

from tests.bench import widgets
from tests.bench.widget_cells import VARIANTS


def test_measures_waits_frames_and_size(lab, monkeypatch):
    monkeypatch.setattr(widgets, "STEPS", 5)
    monkeypatch.setattr(widgets, "DRAG_SECONDS", 1)
    lab.page.evaluate(widgets.PROBE.read_text(encoding="utf-8"))
    result = widgets.measure(lab, VARIANTS[1], 2_000)
    assert 0 < result.step_p50 <= result.step_p95
    assert 0 < result.drag_p50 <= result.drag_p95
    assert 5 < result.frames <= 65  # what a screen shows at most, and a loaded machine at least
    assert 10_000 < result.state < 1_000_000
    assert result.shown > 0


def test_the_verdict_compares_with_interact(capsys):
    floor, ours, usual, other = (
        widgets.Result(name, 100, step_p50=p, step_p95=p, drag_p50=p, drag_p95=p, frames=900 / p, shown=p, state=10)
        for name, p in (("floor", 12), ("ours", 15), ("interact", 600), ("ipympl", 150))
    )
    widgets.print_verdict([floor, ours, usual, other])
    printed = capsys.readouterr().out
    assert "ours: 40 times (drag, p50)" in printed
    assert "ipympl: 4 times" in printed
    assert (printed.count("yes"), printed.count("NO")) == (5, 1), "15 ms are 1.25 times 12 ms, but .8 of its frames"


def test_says_how_to_install_what_is_missing(monkeypatch):
    monkeypatch.setattr(widgets, "find_spec", lambda _: None)
    with pytest.raises(SystemExit, match="uv run --group bench python -m tests"):
        widgets.main()
