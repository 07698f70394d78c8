"""What `python -m extract.training` runs."""

from extract.training.trainer import main

if __name__ == "__main__":
    main()
