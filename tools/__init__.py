"""What the author's tasks need beside the plugins."""
