"""What a library's own decisions teach: kept in step, put to use, shown. `extract.learning` has the methods."""
