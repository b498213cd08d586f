"""Pages, guards, templates and static files shared by every area."""
