-- The store of an audit, version 4. One SQLite file, in WAL mode. Its views, in views.sql, are what to ask.
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

-- In what citations were looked up, and by which citecheck they were judged.
CREATE TABLE provenances (
    id       INTEGER PRIMARY KEY,
    kind     TEXT NOT NULL,        -- pubmed or index
    name     TEXT NOT NULL,
    records  INTEGER,              -- NULL: the live service
    complete INTEGER NOT NULL,     -- 1: taken as all of PubMed
    as_of    TEXT,
    version  TEXT NOT NULL
);

CREATE TABLE articles (
    key         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,  -- path as it was first named, URL, or export#record
    place       TEXT NOT NULL UNIQUE,  -- the same, however it is named: path as seen from the store's folder, or URL
    file        TEXT,                  -- place of the file that holds it; NULL for pages of the web
    digest      TEXT NOT NULL,         -- of the content
    bytes       INTEGER NOT NULL,
    format      TEXT NOT NULL,
    title       TEXT,
    date        TEXT,
    author      TEXT,
    section     TEXT,
    error       TEXT,                  -- why it could not be read the last time; what was found before stays
    since_run   INTEGER NOT NULL REFERENCES runs,
    checked_run INTEGER NOT NULL REFERENCES runs,  -- the last run in which it was checked, or found unchanged
    checked_at  TEXT NOT NULL,         -- when its citations were last looked up, UTC
    gone_run    INTEGER REFERENCES runs            -- the run that no longer found it
);
CREATE INDEX articles_by_digest ON articles (digest);

-- What happened to articles: their content is new or changed, they have another name, they are gone.
CREATE TABLE changes (
    run     INTEGER NOT NULL REFERENCES runs,
    article INTEGER NOT NULL REFERENCES articles,
    kind    TEXT NOT NULL,             -- new, changed, renamed, gone, back
    before  TEXT                       -- the former name of a renamed article
);
CREATE INDEX changes_by_run ON changes (run);

-- A cluster of citations that mean one publication, apart from where it stands: what is stated, what was
-- looked up, what was judged. Clusters that say the same and found the same are one row.
CREATE TABLE clusters (
    digest BLOB PRIMARY KEY,
    packed BLOB NOT NULL               -- zlib of JSON (citecheck/audit/store/cluster_blobs.py)
);

CREATE TABLE citations (
    key              INTEGER PRIMARY KEY,
    article          INTEGER NOT NULL REFERENCES articles,
    cid              TEXT NOT NULL,
    kind             TEXT NOT NULL,
    refers_to        TEXT,             -- cid of the reference entry that it names
    same_as          TEXT,             -- cid of the first citation of the same publication
    line             INTEGER NOT NULL,
    col              INTEGER NOT NULL,
    end_line         INTEGER NOT NULL,
    end_col          INTEGER NOT NULL,
    start_offset     INTEGER NOT NULL,
    end_offset       INTEGER NOT NULL,
    page             INTEGER,
    quote            TEXT NOT NULL,
    journal          TEXT,             -- what the article states about the publication
    known_journal    INTEGER,
    stated_title     TEXT,
    stated_authors   TEXT,
    stated_year      INTEGER,
    stated_month     INTEGER,
    stated_volume    TEXT,
    stated_issue     TEXT,
    stated_pages     TEXT,
    stated_pmid      TEXT,
    stated_doi       TEXT,
    stated_pmcid     TEXT,
    stated_finding   TEXT,
    verdict          TEXT NOT NULL,
    flags            TEXT NOT NULL,    -- with spaces between
    wrong            TEXT NOT NULL,    -- fields that a mismatch misstates, with spaces between
    reasons          TEXT NOT NULL,    -- a sentence a line
    source_type      TEXT,             -- what kind of thing is named, where that was told
    score            REAL,             -- bits
    probability      REAL,
    pmid             TEXT,             -- of the publication that the verdict names
    publication_year INTEGER,
    finding          TEXT NOT NULL,    -- identity of the finding within its article: decisions are kept by it
    fingerprint      TEXT NOT NULL,    -- the same with the article's name
    cluster          BLOB REFERENCES clusters,     -- NULL: nothing to look up
    cluster_number   INTEGER,          -- which cluster of the article it belongs to
    place            INTEGER,          -- which citation of the cluster it is, from 0
    provenance       INTEGER NOT NULL REFERENCES provenances,
    since_run        INTEGER NOT NULL REFERENCES runs,
    until_run        INTEGER REFERENCES runs
);
CREATE INDEX citations_by_article ON citations (article, until_run);
-- All that an overview counts, beside each other.
CREATE INDEX citations_in_short ON citations
    (article, verdict, flags, journal, known_journal, pmid, publication_year) WHERE until_run IS NULL;
CREATE INDEX citations_by_pmid ON citations (pmid) WHERE pmid IS NOT NULL;

-- The publications that verdicts name, in short.
CREATE TABLE named (
    pmid    TEXT PRIMARY KEY,
    title   TEXT NOT NULL,
    journal TEXT,
    year    INTEGER,
    authors TEXT NOT NULL,
    volume  TEXT,
    issue   TEXT,
    pages   TEXT,
    doi     TEXT,
    pmcid   TEXT
);

-- Every publication that was found, many to a block.
CREATE TABLE records (
    block  INTEGER PRIMARY KEY,
    layout INTEGER,                    -- version of the index whose records are packed so; NULL: one JSON object
    packed BLOB NOT NULL               -- zlib of lines, each a publication (citecheck/pubmed/packed_record.py)
);
CREATE TABLE publications (
    pmid   TEXT PRIMARY KEY,
    digest BLOB,                       -- of the packed record
    block  INTEGER NOT NULL REFERENCES records,
    line   INTEGER NOT NULL            -- counted from 0
) WITHOUT ROWID;

-- What people decided about findings; stays across runs.
CREATE TABLE decisions (
    article INTEGER NOT NULL REFERENCES articles,
    finding TEXT NOT NULL,
    state   TEXT NOT NULL,             -- accepted, to_fix, fixed
    note    TEXT NOT NULL DEFAULT '',
    name    TEXT NOT NULL DEFAULT '',  -- who decided
    at      TEXT NOT NULL,             -- UTC
    PRIMARY KEY (article, finding)
) WITHOUT ROWID;

-- What people found on reading a random sample: whether the verdict was right.
CREATE TABLE reviews (
    article INTEGER NOT NULL REFERENCES articles,
    finding TEXT NOT NULL,
    verdict TEXT NOT NULL,             -- as it was shown to the reader
    truth   TEXT NOT NULL,             -- right, or the verdict that would be right
    note    TEXT NOT NULL DEFAULT '',
    name    TEXT NOT NULL DEFAULT '',
    at      TEXT NOT NULL,
    PRIMARY KEY (article, finding)
) WITHOUT ROWID;
