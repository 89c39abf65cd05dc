"""Three stories of a page of news: prose, titles and days."""

PROSE = (
    "The harbour council met on Tuesday and decided that the northern pier shall be mended before "
    "the winter storms begin."
)
TITLES = ("Pier to be mended before winter", "New ferry runs to the island", "Market moves uphill")
DAYS = ("3 September, 2017", "22 August, 2017", "31 July, 2017")
ISO_DAYS = ("2017-09-03", "2017-08-22", "2017-07-31")
