"""Entries that can be split in several ways: the reading that explains the whole line wins."""

from __future__ import annotations

import pytest

from citecheck.extraction.references.parser import parse_entry
from citecheck.journals import Catalogue

# The entry, its authors and groups, title, journal's abbreviation, year, volume, issue, pages
ROWS = [
    # IEEE: the year behind the pages, which may look like a year
    (
        'A. Lindqvist and T. Marlow, "Hay fever in adults," Nutrients, vol. 15, no. 9, pp. 2099, 2023.',
        "Lindqvist A, Marlow T|Hay fever in adults|Nutrients|2023|15|9|2099",
    ),
    (
        "Lindqvist A, Marlow T. Hay fever in adults. Nutrients, vol. 15, pp. 2010-2015, Mar. 2023.",
        "Lindqvist A, Marlow T|Hay fever in adults|Nutrients|2023|15||2010-2015",
    ),
    # colon and semicolon changed places; no blank before the volume; no volume
    (
        "Lindqvist A, Marlow T. Hay fever. J Exp Soc Psychol. 2009: 45; 647 – 654.",
        "Lindqvist A, Marlow T|Hay fever|J Exp Soc Psychol|2009|45||647-654",
    ),
    (
        "Lindqvist A, Marlow T (1990) Hay fever. Annu Rev Neurosci13: 25 – 42.",
        "Lindqvist A, Marlow T|Hay fever|Annu Rev Neurosci|1990|13||25-42",
    ),
    (
        "Lindqvist A. (2011). Hay fever in adults. J. Vis. Exp. 3238",
        "Lindqvist A|Hay fever in adults|J Vis Exp|2011|||3238",
    ),
    (
        "Lindqvist A (2007) Hay fever in adults. Cochrane Database Syst Rev: CD003786 doi: 10.1000/pub2",
        "Lindqvist A|Hay fever in adults|Cochrane Database Syst Rev|2007|||CD003786",
    ),
    # year, volume and pages without the name of a journal
    (
        (
            "Lindqvist A (2004) Who takes drops for hay fever: a survey of patients and of nurses in a town "
            "of western Uganda. 2004 71: 5 – 9."
        ),
        (
            "Lindqvist A|Who takes drops for hay fever: a survey of patients and of nurses in a town "
            "of western Uganda||2004|71||5-9"
        ),
    ),
    (
        "Lindqvist A. Displays. In: Hale J, Marlow T, editors. Proc SPIE. SPIE. 2005; 5664: 302 – 12.",
        "Lindqvist A|Displays||2005|5664||302-12",
    ),
    # letters that a scanner read for figures
    (
        "Lindqvist A. Hay fever. Eur. J. Cancer, 28A, (Suppl.), S6 – Sll (1992).",
        "Lindqvist A|Hay fever|Eur J Cancer|1992|28A|Suppl|S6-Sll",
    ),
    # initials alone among names with initials
    (
        "Lindqvist A, KV, Marlow T, Hale J. Med Pharm Rep. 2022;95(2):115-30.",
        "Lindqvist A, KV , Marlow T, Hale J||Med Pharm Rep|2022|95|2|115-30",
    ),
    # the last of the authors stands before the year
    (
        "Lindqvist A, Marlow T, SMILE-4 Working Party (2012) Hay fever in adults. Gut 35: 416 – 423.",
        "Lindqvist A, Marlow T|Hay fever in adults|Gut|2012|35||416-423",
    ),
    # a year begins the title
    (
        "Lindqvist A, Marlow T, et al. 2011 Compendium of hay fever. Gut 2011; 43: 1575 – 1581.",
        "Lindqvist A, Marlow T|2011 Compendium of hay fever|Gut|2011|43||1575-1581",
    ),
    # a journal of one long word that no catalogue has, behind a title that ends in a capitalised word
    (
        "Lindqvist A (2005) Modes for Surveys: An Experiment with Web and Telephone. Pollenosol 16: 701.",
        "Lindqvist A|Modes for Surveys: An Experiment with Web and Telephone|?Pollenosol|2005|16||701",
    ),
    # initials with blanks, one author: Frontiers, Nature
    (
        "Lindqvist A. B. (1998). Hay fever in adults. Front. Psychol. 9, 31–37.",
        "Lindqvist AB|Hay fever in adults|Front Psychol|1998|9||31-37",
    ),
    (
        "Lindqvist A. B.. Hay fever. Stat Med 8, 431 – 440 (1989).",
        "Lindqvist AB|Hay fever|Stat Med|1989|8||431-440",
    ),
    (
        "Lindqvist A. B. [Hay fever]. Neuropsychiatr 21, 37 – 44 (2007).",
        "Lindqvist AB|Hay fever|Neuropsychiatr|2007|21||37-44",
    ),
    (
        "Marlow T. C. elegans as a model. Gut 2003;12:3–9.",
        "Marlow T|C. elegans as a model|Gut|2003|12||3-9",
    ),
    (
        "Marlow T. B vitamins and sleep. Gut 2003;12:3–9.",
        "Marlow T|B vitamins and sleep|Gut|2003|12||3-9",
    ),
    # Chicago: only the first name is inverted
    (
        (
            "Moradi, Sajjad, Atieh Karimi, Hamed van Dijk, et al. “Caffeine and Rate.” Thorax 66, "
            "no. 3 (2011): 12–19."
        ),
        "Moradi S, Karimi A, van Dijk H|Caffeine and Rate|Thorax|2011|66|3|12-19",
    ),
    # an organisation, then persons
    (
        "Northern Asthma Study Group, Lindqvist A, Marlow T, et al. Inhalers. Thorax. 2011;66:12-9.",
        "Northern Asthma Study Group; Lindqvist A, Marlow T|Inhalers|Thorax|2011|66||12-9",
    ),
    # an organisation alone, also one with "and" or stops in its name
    (
        "US Food and Drug Administration. Iron in food. Sleep 2009;53:631.",
        "US Food and Drug Administration|Iron in food|Sleep|2009|53||631",
    ),
    (
        "U.S. Department of Agriculture. Iron in food. Sleep 2009;53:631.",
        "U.S. Department of Agriculture|Iron in food|Sleep|2009|53||631",
    ),
    (
        "Marlow T, Board A. Iron in food. Sleep 2009;53:631.",
        "Marlow T, Board A|Iron in food|Sleep|2009|53||631",
    ),
    # persons, then an organisation
    (
        "Marlow T, Lindqvist A,.; NORTH Study Group. Inhalers at night. Thorax 2011;66:12–9",
        "NORTH Study Group; Marlow T, Lindqvist A|Inhalers at night|Thorax|2011|66||12-9",
    ),
    (
        (
            "Marlow T, Lindqvist A; Asthma in the North Trial (NORTH-4) Investigators. Inhalers. "
            "Thorax 2011;66:12–9"
        ),
        (
            "Asthma in the North Trial (NORTH-4) Investigators; Marlow T, Lindqvist "
            "A|Inhalers|Thorax|2011|66||12-9"
        ),
    ),
    (
        (
            "Marlow T, Lindqvist A, et al. Members of the NORTH trial team. Inhalers at night. "
            "Thorax 2011;66:12."
        ),
        "NORTH trial team; Marlow T, Lindqvist A|Inhalers at night|Thorax|2011|66||12",
    ),
    # a title that names a trial is not a group
    (
        "Marlow T. Effects of Inhalers on Sleep: The NORTH Study. Thorax 2011;66:12–9.",
        "Marlow T|Effects of Inhalers on Sleep: The NORTH Study|Thorax|2011|66||12-9",
    ),
    (
        (
            "Effect of inhaler use on sleep in the Northern Asthma and Complications Trial. Thorax "
            "2011; 66: 12 – 19"
        ),
        (
            "|Effect of inhaler use on sleep in the Northern Asthma and Complications "
            "Trial|Thorax|2011|66||12-19"
        ),
    ),
    # the names end with a comma
    (
        "Marlow TE, Hygiene guidelines in child day care centers. Thorax 2011; 66: 12 – 19.",
        "Marlow TE|Hygiene guidelines in child day care centers|Thorax|2011|66||12-19",
    ),
    (
        "Cho S- C, Kim B- N, Lee TDR (2012) Naps. Sleep 26: 380 – 389.",
        "Cho SC, Kim BN, Lee TDR|Naps|Sleep|2012|26||380-389",
    ),
    (
        "Licht CM, Geus EJ de, Dyck R van. (2009) Naps. Sleep 53: 631 – 638.",
        "Licht CM, de Geus EJ, van Dyck R|Naps|Sleep|2009|53||631-638",
    ),
    (
        "Marlow TE Jr, Ito B III. Naps. Sleep 2009;53:631.",
        "Marlow TE, Ito B|Naps|Sleep|2009|53||631",
    ),
    (
        ") Marlow, T. E. Naps at noon. Eur. J. Cancer, 26, S19 – S23 (1990).",
        "Marlow TE|Naps at noon|Eur J Cancer|1990|26||S19-S23",
    ),
    # Dates in figures, as reference managers print them
    (
        "Ito B. Naps. Sleep. 2008 3 11; 18 (5): 202 – 3.",
        "Ito B|Naps|Sleep|2008|18|5|202-3",
    ),
    # Locators without a colon, or with something in between
    (
        "Ito B. Naps. Sleep 13 Suppl 1 48 – 61.",
        "Ito B|Naps|Sleep||13|Suppl 1|48-61",
    ),
    (
        "Ito B (2004) Naps. J Infect Dis 196 Suppl 1: S15 – 27.",
        "Ito B|Naps|J Infect Dis|2004|196|Suppl 1|S15-27",
    ),
    (
        "Ito B (2005) Naps. Sleep 19 Suppl 1 S99 – 109.",
        "Ito B|Naps|Sleep|2005|19|Suppl 1|S99-109",
    ),
    (
        "Ito B. Naps. Gait Posture. 2006; (Suppl) 66: S355.",
        "Ito B|Naps|Gait Posture|2006|66|Suppl|S355",
    ),
    (
        "Ito B (1985) Naps. Gait Posture 13: 76 -&.",
        "Ito B|Naps|Gait Posture|1985|13||76",
    ),
    (
        "Ito B (1999) Naps. Allergy 10 (12) 125 – 131.",
        "Ito B|Naps|Allergy|1999|10|12|125-131",
    ),
    (
        "Ito B (2012) Naps. Sleep 36 686 – 694.",
        "Ito B|Naps|Sleep|2012|36||686-694",
    ),
    (
        "Ito B. Naps. Gait Posture. 31 2011; 36.",
        "Ito B|Naps|Gait Posture|2011|31||36",
    ),
    (
        "Ito B (1996) Naps. J Occup Med 38: 12 – 19 4407 [pii].",
        "Ito B|Naps|J Occup Med|1996|38||12-19",
    ),
    (
        "Ito B (1996) Naps. Sleep 12: 99 – 109 10.1000/j.01004.x [doi]",
        "Ito B|Naps|Sleep|1996|12||99-109",
    ),
    (
        "Ito B. Naps. Sleep. 1998; 52, No. 2: 119 – 26.",
        "Ito B|Naps|Sleep|1998|52|2|119-26",
    ),
    (
        "Ito B. Naps. Sleep 2009; 29: 6, 493–498.",
        "Ito B|Naps|Sleep|2009|29|6|493-498",
    ),
    (
        "Ito B (2011) Naps. Sleep 38, 1, 77 – 79.",
        "Ito B|Naps|Sleep|2011|38|1|77-79",
    ),
    (
        "Ito B. Naps. Gut. 2019 Apr 12:S0016-5085(19)30123-4.",
        "Ito B|Naps|Gut|2019|||",
    ),
    # A publisher between the journal and its volume
    (
        "Ito B. Naps. Diabetologia. Springer-Verlag; 1994; 37: 12.",
        "Ito B|Naps|Diabetologia|1994|37||12",
    ),
    (
        "Ito B. Naps. Cardiovasc Diabetol. BioMed Central 2014; 13: 49.",
        "Ito B|Naps|Cardiovasc Diabetol|2014|13||49",
    ),
    # Names with more or fewer words than in the catalogue
    (
        "Ito B (1995) Naps. J Appl Physiol (1985) 79: 455 – 460.",
        "Ito B|Naps|J Appl Physiol|1995|79||455-460",
    ),
    (
        "Ito B (1993). Naps at noon: a plan. J. Phys. Educ. Recreat. Dance 64, 88 – 90.",
        "Ito B|Naps at noon: a plan|J Phys Educ Recreat Dance|1993|64||88-90",
    ),
    (
        "Ito B, Marlow T. Naps of interval workers at noon and later Am J Clin Nutr. 2012; 40 (3): 501.",
        "Ito B, Marlow T|Naps of interval workers at noon and later|Am J Clin Nutr|2012|40|3|501",
    ),
    # GB/T 7714, ABNT, NLM with a translated title
    (
        "Ito B, Marlow T. Naps at noon [J]. Thorax, 2012, 16 (1): 47 – 55.",
        "Ito B, Marlow T|Naps at noon|Thorax|2012|16|1|47-55",
    ),
    (
        (
            "SILVA, J. A.; COSTA, M. B. Sono e memória em adultos. Revista de Saúde Pública, São "
            "Paulo, v. 45, n. 2, p. 12-19, 2011."
        ),
        "SILVA JA, COSTA MB|Sono e memória em adultos|Rev Saude Publica|2011|45|2|12-19",
    ),
    (
        "Nagel B, Lindena G. [Development of a pain questionnaire]. Schmerz. 2002;16(4):263-70. German.",
        "Nagel B, Lindena G|Development of a pain questionnaire|Schmerz|2002|16|4|263-70",
    ),
    (
        "[No authors listed] Naps by age. Wkly Epidemiol Rec 2015; 10: 89 – 94.",
        "|Naps by age|Wkly Epidemiol Rec|2015|10||89-94",
    ),
    # ACS
    (
        "(a) Ito, B.; Marlow, T. J. Naps. J. Med. Chem. 2011, 54, 12–19.",
        "Ito B, Marlow TJ|Naps|J Med Chem|2011|54||12-19",
    ),
    (
        "Ito, B.; Marlow, T. J. J. Med. Chem. 2011, 54, 12–19.",
        "Ito B, Marlow TJ||J Med Chem|2011|54||12-19",
    ),
    # Elsevier: the year between volume and pages
    (
        "B. Ito, T. Marlow, C.D. Reed, Naps in nurses: a trial, J. Nutr. 66 (3) (2011) 12–19.",
        "Ito B, Marlow T, Reed CD|Naps in nurses: a trial|J Nutr|2011|66|3|12-19",
    ),
    # degrees, and groups on whose behalf people are authors
    (
        "Ben Ito, MD, PhD, Tom Marlow, MPH. Naps at noon. Thorax. 2011;66:12-9.",
        "Ito B, Marlow T|Naps at noon|Thorax|2011|66||12-9",
    ),
    (
        "Ito B, Marlow T on behalf of the NORTH Study Group. Naps. Thorax. 2011;66:12-9.",
        "NORTH Study Group; Ito B, Marlow T|Naps|Thorax|2011|66||12-9",
    ),
    (
        "American Diabetes Association. 6. Targets. Diabetes Care. 2021;44(1):S73.",
        "American Diabetes Association|6. Targets|Diabetes Care|2021|44|1|S73",
    ),
    # a journal that numbers its volumes by years
    (
        "Cruz RS, Ito B (2012) Naps. ScientificWorldJournal 2012: 420984.",
        "Cruz RS, Ito B|Naps|ScientificWorldJournal|2012|2012||420984",
    ),
    # books and chapters: place, publisher and editors are neither title nor journal
    (
        "Ito B, Reed C, eds. Sleep at work. 2nd ed. London: Springer; 2011:12-9.",
        "Ito B, Reed C|Sleep at work||2011|||",
    ),
    ("Ito B. Naps. In: Reed C, ed. Sleep. New York, NY: McGraw-Hill; 2011. p. 12.", "Ito B|Naps||2011|||"),
    (
        "World Health Organization. Sleep report. Geneva: WHO; 2011.",
        "World Health Organization|Sleep report||2011|||",
    ),
    # preprints: the server's number is not a page
    (
        "Ito B. Naps. medRxiv [Preprint]. 2021 Mar 5:2021.03.04.21252528. doi: 10.1101/2021.03.04.21252528.",
        "Ito B|Naps|medRxiv|2021|||",
    ),
    ("Ito B. Naps. bioRxiv 2021.03.04.21252528.", "Ito B|Naps|bioRxiv|2021|||"),
    # names separated by stops
    (
        "Karo, A. Seymour, EM. Reed, E. and Stone, S. Raspberries. Gut, 2017, 66(1), 973.",
        "Karo A, Seymour EM, Reed E, Stone S|Raspberries|Gut|2017|66|1|973",
    ),
    # an abstract's page
    (
        "Napp, R. J., et al. (2024). Probiotics. Gastroenterology, 166(5), S-1165.",
        "Napp RJ|Probiotics|Gastroenterology|2024|166|5|S-1165",
    ),
    # a web page, its date at the end, and one with the day of access only
    (
        "Six Healthy Steps in Diabetes. (2021, November 1). https://www.example.org/six",
        "|Six Healthy Steps in Diabetes||2021|||",
    ),
    ("Onnit Labs. Alpha Brain. [cited 2026 Feb 17].", "|Onnit Labs. Alpha Brain|||||"),
    # MLA, Harvard
    (
        "Ito, Ben, and Tom Marlow. “Naps at Noon.” Thorax, vol. 66, no. 3, Mar. 2011, pp. 12-19.",
        "Ito B, Marlow T|Naps at Noon|Thorax|2011|66|3|12-19",
    ),
    (
        "Ito, B. and Marlow, T., 2011. Naps at noon. Thorax, 66(3), pp.12-19.",
        "Ito B, Marlow T|Naps at noon|Thorax|2011|66|3|12-19",
    ),
    (
        "Ito, B, Marlow, T & Reed, C 2011, 'Naps at noon', Thorax, vol. 66, no. 3, pp. 12-19.",
        "Ito B, Marlow T, Reed C|Naps at noon|Thorax|2011|66|3|12-19",
    ),
]


@pytest.mark.parametrize(("entry", "expected"), ROWS)
def test_the_likeliest_reading(entry: str, expected: str | None, catalogue: Catalogue) -> None:
    claimed = parse_entry(entry, catalogue)
    mention = claimed.journal
    journal = ""
    if mention:
        journal = mention.journal.abbreviation.partition(" (")[0] if mention.journal else f"?{mention.text}"
    people = ", ".join(f"{person.last_name} {person.initials}" for person in claimed.authors)
    signed = "; ".join(filter(None, [*claimed.institutions, people]))
    fields = (signed, claimed.title, journal, claimed.year, claimed.volume, claimed.issue, claimed.pages)
    assert "|".join(str(field or "") for field in fields) == expected
