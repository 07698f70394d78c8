"""`python -m extract.training`."""

from extract.training.trainer import main

if __name__ == "__main__":
    main()
