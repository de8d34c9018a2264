-- The views of an audit's store: its public face. They are made anew when a store of an older version is migrated.

-- Citations of all runs, each with its article and the publication that its verdict names. `shown` is the
-- verdict as reports say it: an index that holds only a part of PubMed cannot say that a publication is not
-- found. `fails` is 1 for what an article has to answer for: what fails the gate by default. `status` is what became of the publication.
CREATE VIEW history AS
    SELECT c.key, a.id AS article, a.title, a.date, a.author, a.section, a.format,
        c.cid, c.kind, c.line, c.col, c.page, c.quote,
        CASE WHEN c.verdict = 'not_found' AND c.flags LIKE '%partial_source%' THEN 'not_in_index'
            ELSE c.verdict END AS shown,
        c.verdict, c.flags,
        CASE WHEN c.flags LIKE '%retracted%' THEN 'retracted'
            WHEN c.flags LIKE '%withdrawn%' THEN 'withdrawn'
            WHEN c.flags LIKE '%expression_of_concern%' THEN 'expression_of_concern'
            WHEN c.flags LIKE '%corrected%' THEN 'corrected'
            WHEN c.flags LIKE '%superseded%' THEN 'superseded' END AS status,
        c.wrong, c.reasons, c.source_type, c.score, c.probability,
        (c.verdict = 'mismatch' OR (c.verdict = 'not_found' AND c.flags NOT LIKE '%partial_source%')
            OR c.flags LIKE '%retracted%'
            OR (c.flags LIKE '%unknown_journal%' AND c.flags NOT LIKE '%shipped_catalogue%')) AS fails,
        c.journal, c.known_journal, c.stated_title, c.stated_authors, c.stated_year, c.stated_month,
        c.stated_volume, c.stated_issue, c.stated_pages, c.stated_pmid, c.stated_doi, c.stated_pmcid,
        c.stated_finding,
        c.pmid, n.title AS publication_title, n.journal AS publication_journal, c.publication_year,
        n.authors AS publication_authors, n.volume AS publication_volume, n.issue AS publication_issue,
        n.pages AS publication_pages, n.doi AS publication_doi,
        CASE WHEN c.pmid IS NOT NULL THEN 'https://pubmed.ncbi.nlm.nih.gov/' || c.pmid || '/' END
            AS publication_url,
        p.name AS source, p.records AS source_records, p.as_of AS source_as_of, p.version AS citecheck_version,
        c.finding, c.fingerprint, c.since_run, c.until_run, c.article AS article_key
    FROM citations c JOIN articles a ON a.key = c.article JOIN provenances p ON p.id = c.provenance
        LEFT JOIN named n ON n.pmid = c.pmid;

-- What holds at present, with what people decided about it.
CREATE VIEW current AS
    SELECT h.*, d.state AS decision, d.note AS decision_note, d.name AS decided_by, d.at AS decided_at
    FROM history h LEFT JOIN decisions d ON d.article = h.article_key AND d.finding = h.finding
    WHERE h.until_run IS NULL;

-- What an article has to answer for.
CREATE VIEW failing AS SELECT * FROM current WHERE fails;
-- Citations of retracted publications.
CREATE VIEW retracted AS SELECT * FROM current WHERE status = 'retracted';
-- Journals that no catalogue knows.
CREATE VIEW unknown_journals AS
    SELECT journal, count(*) AS citations, count(DISTINCT article) AS articles FROM citations
    WHERE known_journal = 0 AND until_run IS NULL GROUP BY journal;
-- Journals that articles name.
CREATE VIEW journals AS
    SELECT journal, count(*) AS citations, sum(verdict = 'verified') AS verified FROM citations
    WHERE journal IS NOT NULL AND until_run IS NULL GROUP BY journal;
-- How many citations have each verdict.
CREATE VIEW verdicts AS
    SELECT CASE WHEN verdict = 'not_found' AND flags LIKE '%partial_source%' THEN 'not_in_index'
        ELSE verdict END AS verdict, count(*) AS citations
    FROM citations WHERE until_run IS NULL GROUP BY 1;
-- Articles that could not be read.
CREATE VIEW errors AS SELECT id, error FROM articles WHERE error IS NOT NULL AND gone_run IS NULL;
-- Articles that an archive no longer holds.
CREATE VIEW gone AS SELECT id, title, gone_run FROM articles WHERE gone_run IS NOT NULL;
