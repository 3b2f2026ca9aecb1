"""Drafts for asking for an introduction; nothing is ever sent.

- `netreach.introductions.letters`: one message per introducer of a path, each with the note to forward.
- `netreach.introductions.templates`: the wording, in English and in Spanish.
- `netreach.introductions.eml`: a draft as a file that a mail program opens, unsent.
"""
