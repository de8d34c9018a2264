"""The thresholds of identification and of the verdicts. All are probabilities.

Each is compared with the probability that a candidate is the cited publication, measured on labelled texts
(see `identity.py`). That probability allows for the case that the cited publication is not among the
candidates. The thresholds of the kind of source stand in `source_type.py`.
"""

# A described, placed or attributed study is verified from this probability on.
VERIFIED = 0.95
# A publication that is named by title, volume and page, or identifier is identified from this probability on:
# the citation is verified, or a mismatch if one of its statements contradicts the record.
IDENTIFIED = 0.95
# A publication is shown to a person as possible from this probability on.
POSSIBLE = 0.2
# Two clusters are merged if the same publication has this probability or more for both.
RECOGNISED = 0.5
# No broader query is asked once a candidate has this probability and no contradicted statement.
STOP_SEARCHING = 0.992
# If the best candidate and another were the only two, the best must have this probability to be distinguished
# from the other; below it, both fit equally well.
DISTINGUISHED = 0.8
# An identifier leads to another work if the rest of the citation gives its record this probability or less.
ANOTHER_WORK = 0.05
