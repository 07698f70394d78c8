"""A tour of one minute: a sample article, on which the keys are learned by pressing them."""
