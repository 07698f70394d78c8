"""The formats of export and import: one module per format, and the registry that finds them."""
