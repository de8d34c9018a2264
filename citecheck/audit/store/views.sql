-- The views of an audit's store, made anew when a store of an older version is opened.

-- Citations of all runs. `shown` is the verdict as reports say it: an index that holds only a part of PubMed
-- cannot say that a publication is not found. `fails` is 1 for what an article has to answer for.
CREATE VIEW history AS
    SELECT *,
        CASE WHEN verdict = 'not_found' AND flags LIKE '%partial_source%' THEN 'not_in_index' ELSE verdict END AS shown,
        (verdict = 'mismatch' OR (verdict = 'not_found' AND flags NOT LIKE '%partial_source%')
            OR flags LIKE '%retracted%' OR flags LIKE '%unknown_journal%') AS fails
    FROM citations;

-- What holds at present, with the article's title, date and format.
CREATE VIEW current AS
    SELECT c.*, a.title, a.date, a.format FROM history c LEFT JOIN articles a ON a.id = c.article
    WHERE c.until_run IS NULL;

CREATE VIEW failing AS SELECT * FROM current WHERE fails;
CREATE VIEW retracted AS SELECT * FROM current WHERE flags LIKE '%retracted%';
CREATE VIEW unknown_journals AS
    SELECT journal, count(*) AS citations, count(DISTINCT article) AS articles FROM current
    WHERE known_journal = 0 GROUP BY journal;
CREATE VIEW journals AS
    SELECT journal, count(*) AS citations, sum(verdict = 'verified') AS verified FROM current
    WHERE journal IS NOT NULL GROUP BY journal;
CREATE VIEW verdicts AS SELECT shown AS verdict, count(*) AS citations FROM current GROUP BY shown;
CREATE VIEW errors AS SELECT id, error FROM articles WHERE error IS NOT NULL;
