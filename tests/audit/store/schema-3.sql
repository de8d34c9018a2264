-- The store of an audit in its version 3: a deliberate copy of that schema, which the tests of migration fill.
-- It stays as it is when citecheck/audit/store/schema.sql changes.
--
-- Citations are kept with the runs between which they held: `since_run` is the run that found them so,
-- `until_run` the later run that found something else (NULL while they hold). What held in run R:
--     since_run <= R AND (until_run IS NULL OR until_run > R)

CREATE TABLE runs (
    id         INTEGER PRIMARY KEY,
    archives   TEXT NOT NULL,      -- JSON array, as named on the command line
    source     TEXT NOT NULL,      -- JSON object: kind, name, records, complete, as_of
    version    TEXT NOT NULL,      -- of citecheck
    started    TEXT NOT NULL,      -- UTC
    finished   TEXT                -- NULL: still running, or killed; the next run goes on with it
);

CREATE TABLE articles (
    id          TEXT PRIMARY KEY,  -- path, URL, or export#record
    digest      TEXT NOT NULL,     -- of the content
    bytes       INTEGER NOT NULL,
    format      TEXT NOT NULL,
    title       TEXT,
    date        TEXT,
    error       TEXT,              -- why it could not be read the last time; what was found before stays
    since_run   INTEGER NOT NULL REFERENCES runs,
    checked_run INTEGER NOT NULL REFERENCES runs,  -- the last run in which it was checked, or found unchanged
    checked_at  TEXT NOT NULL,     -- when its citations were last looked up, UTC
    evidence    BLOB               -- zlib of JSON: claims and lookups, to be judged again
);
CREATE INDEX articles_by_digest ON articles (digest);

CREATE TABLE citations (
    key              INTEGER PRIMARY KEY,
    article          TEXT NOT NULL REFERENCES articles,
    cid              TEXT NOT NULL,
    kind             TEXT NOT NULL,
    line             INTEGER NOT NULL,
    quote            TEXT NOT NULL,
    journal          TEXT,
    known_journal    INTEGER,
    verdict          TEXT NOT NULL,
    flags            TEXT NOT NULL,    -- with spaces between
    score            REAL,             -- bits
    pmid             TEXT,             -- of the publication that the verdict names
    publication_year INTEGER,
    fingerprint      TEXT NOT NULL,    -- of article, quote and verdict
    detail           BLOB NOT NULL,    -- zlib of the JSON report's citation, without fields that are not stated
    since_run        INTEGER NOT NULL REFERENCES runs,
    until_run        INTEGER REFERENCES runs
);
CREATE INDEX citations_by_article ON citations (article, until_run);
-- All that an overview counts, beside each other: most of a citation is its detail.
CREATE INDEX citations_in_short ON citations
    (article, verdict, flags, journal, known_journal, pmid, publication_year) WHERE until_run IS NULL;
CREATE INDEX citations_by_pmid ON citations (pmid) WHERE pmid IS NOT NULL;

-- Every publication that was found, many to a block.
CREATE TABLE records (
    block  INTEGER PRIMARY KEY,
    layout INTEGER,                    -- version of the index whose records are packed so; NULL: one JSON object
    packed BLOB NOT NULL               -- zlib of lines, each a publication (citecheck/pubmed/stored.py)
);
CREATE TABLE publications (
    pmid   TEXT PRIMARY KEY,
    digest BLOB,                       -- of the packed record
    block  INTEGER NOT NULL REFERENCES records,
    line   INTEGER NOT NULL            -- counted from 0
) WITHOUT ROWID;
