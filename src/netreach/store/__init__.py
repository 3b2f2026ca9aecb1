"""How a network is kept: sources as the truth, versions derived from them, one commit point.

`schema` says what columns there are, `builder` turns what an importer yields into a source, `folder` keeps
sources, decisions and versions on disk, `tables` reads a version wherever it lives.
"""
