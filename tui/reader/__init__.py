"""The reading screen: the article on one side, its fields on the other, and what a person's keys do to them."""
