"""The plugins of this site, loaded by Pelican as `plugins.NAME`."""
