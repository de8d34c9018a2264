"""The work of an audit: workers, batches, a Dask cluster, judging again."""
