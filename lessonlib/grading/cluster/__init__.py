"""Grading on a Dask cluster: `pool` hands jobs out, `on_worker` is what runs there, each in a process `apart`."""
