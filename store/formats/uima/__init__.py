"""How CAS and WebAnno TSV are read, and what they share: projects, layers. Their formats are `cas` and `webanno`."""
