"""What imports of every format need: files as text, words against offsets, annotators, fields of annotations."""
