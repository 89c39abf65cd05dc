"""Question sets, measures of answers and their citations, and reports of them."""
