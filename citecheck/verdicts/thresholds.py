"""Every threshold of the verdicts. All are probabilities, and no other module holds one.

A probability is that of a candidate being the publication that the article cites, measured on labelled texts
(see `identity.py`); the chance that the publication cited is not among the candidates is part of it.
"""

# A described, placed or attributed study is verified from here on.
VERIFIED = 0.95
# The identity of a publication that is named (title, volume and page, identifier) is settled from here on:
# what the article states otherwise is stated wrongly, and where nothing is, the citation is verified.
IDENTIFIED = 0.95
# A person should look at a publication that is as likely as this.
POSSIBLE = 0.2
# Mentions that are as likely as this to be of one publication are joined.
RECOGNISED = 0.5
# So sure that broader queries need not be asked.
STOP_SEARCHING = 0.992
# Candidates fit equally well where the best is not more likely than this against the next one alone.
TOLD_APART = 0.8
# An identifier leads to something else where the rest of the citation makes its publication less likely
# than this.
ANOTHER_WORK = 0.05
