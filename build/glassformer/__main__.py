"""``python -m glassformer``."""

from glassformer.cli import main

if __name__ == "__main__":
    main()
