"""Make `.github/threshold-explorer.png`: the threshold explorer as it stands in JupyterLab.

Run it from the project's folder: ``uv run python tests/browser/make_readme_picture.py``
"""

import tempfile
from pathlib import Path

from tests.browser.jupyterlab import Lab, browser, server

PICTURE = Path(__file__).parents[2] / ".github" / "threshold-explorer.png"
CELL = """
from lessonlib import find_optimal_threshold, fit_logistic_regression, make_imbalanced_data
from lessonlib import predict_probability, threshold_explorer

X, y = make_imbalanced_data(seed=42)
w, b = fit_logistic_regression(X, y)
X_new, y_new = make_imbalanced_data(seed=7)
threshold_explorer(y_new, predict_probability(X_new, w, b), threshold=0.5, finder=find_optimal_threshold)
"""


def main():
    """Run the cell in JupyterLab and photograph the widget."""
    with tempfile.TemporaryDirectory() as folder, browser() as chromium, server(folder) as address:
        page = chromium.new_page(viewport={"width": 1400, "height": 1100}, device_scale_factor=1.5)
        widget = Lab(page, address, folder).run("picture", [CELL]).get_by_role("group", name="Threshold explorer")
        widget.get_by_role("slider").wait_for()
        PICTURE.parent.mkdir(exist_ok=True)
        widget.screenshot(path=PICTURE)
    print(f"{PICTURE}: {PICTURE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
