"""Live preview: what was changed is built again and shown in the browser."""
