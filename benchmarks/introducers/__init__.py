"""How good a ranking of introducers is: tests with weights that the scorers do not see.

    python -m benchmarks introducers [--scorer NAME ...] [--data FILE ...] [--mode MODE ...] [--json FILE]

`networks` and `reading` say what is ranked, `questions` what is asked and what counts as right, `views` what the
scorers are shown, `modes` what is measured, `bootstrap` how sure the figures are, `table` how they are printed.
"""
