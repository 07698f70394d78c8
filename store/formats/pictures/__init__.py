"""Pictures of the fact sheet: where an article's places lie, and when its dates were. Scalable, without any address."""
