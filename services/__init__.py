"""Operations that commands and screens share: ingest, extraction in workers, evaluation. Knows no screen."""
