"""Importers: each reads one format and yields records; all of them come in through the plugin registry."""
