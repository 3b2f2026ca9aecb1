"""What the questions answer: frozen records with text for people, plain data for JSON, HTML and pictures."""
