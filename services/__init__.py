"""What commands and screens both do, done once: ingest, extraction in workers, evaluation. Knows no screen."""
