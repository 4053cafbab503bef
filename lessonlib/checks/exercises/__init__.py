"""One module or package for each exercise; its `EXERCISE` is the definition."""
