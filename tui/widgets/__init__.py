"""What several screens are made of; none of it knows a screen."""
