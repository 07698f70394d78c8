"""The fields of a record beside the article: list, rows and panel."""
