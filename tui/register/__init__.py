"""The register: people and places of all articles, merged and split by key, and all there is of one of them."""
