"""What English is made of, for the rules that read it: a file a list of words."""
