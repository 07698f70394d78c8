"""What a person sees and types: the command line, the app, one folder a screen."""
