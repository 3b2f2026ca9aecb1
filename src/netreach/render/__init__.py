"""Text, SVG and HTML from plain data: numbers, strings, sequences.

Nothing here knows what a network is: `netreach.answers` hands over the figures, these modules draw them.

- `netreach.render.words`: the two languages, English and Spanish: numbers, shares, dates; the phrases
  themselves stand in `netreach.render.phrases`.
- `netreach.render.text`: terminal cells, tables, bars, the pyramid as text; safe text for CSV, Markdown, HTML.
- `netreach.render.svg`: the pyramid and a path as self-contained pictures.
"""
