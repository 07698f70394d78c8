"""A corpus: the extraction of more articles than a library is for, as tables of Parquet in partitions.

`partitions` cuts the inputs, `reading` reads one partition, `extracting` writes its tables, `folder` knows what is
written, `running` does all of them here, and `cluster` on Dask. Nothing is corrected here: that is a library's.
"""
