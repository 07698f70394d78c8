"""How far people agree, and what was decided, as figures. Pure; reads records alone."""
