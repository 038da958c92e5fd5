"""Pages: one folder a screen, its view, template, style and script side by side."""
