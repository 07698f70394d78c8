-- What is true: texts, edits and documents. Everything else is made from them, and may be made anew at any time.

CREATE TABLE texts (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    sha256 text COLLATE "C" NOT NULL,
    added text COLLATE "C" NOT NULL,
    head json NOT NULL,
    suggestions json NOT NULL,
    content bytea NOT NULL
);
COMMENT ON COLUMN texts.content IS 'UTF-8: text cannot hold the character U+0000, an article can';
COMMENT ON COLUMN texts.head IS 'what stands of the article in its record: title, source, meta; as it was when it was added';
CREATE INDEX texts_by_sha256 ON texts (sha256);

CREATE TABLE edits (
    article bigint NOT NULL REFERENCES texts ON DELETE CASCADE,
    line text COLLATE "C" NOT NULL DEFAULT '',
    seq integer NOT NULL CHECK (seq > 0),
    id text COLLATE "C" NOT NULL,
    author text COLLATE "C" NOT NULL,
    op text NOT NULL,
    edit json NOT NULL,
    PRIMARY KEY (article, line, seq),
    UNIQUE (article, line, id)
);
COMMENT ON TABLE edits IS 'only ever added to';
COMMENT ON COLUMN edits.line IS 'empty for what all see, else the annotator of blind double work';

CREATE TABLE documents (
    name text COLLATE "C" PRIMARY KEY,
    content bytea NOT NULL,
    version bigint NOT NULL
);
CREATE SEQUENCE document_versions;
INSERT INTO documents VALUES ('.lock', '', 0);  -- held while documents are read and replaced

-- Of each text and line: seq and id of its last edit, which every save locks and changes; the rest is derived.
CREATE TABLE articles (
    rowid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    text bigint NOT NULL REFERENCES texts ON DELETE CASCADE,
    line text COLLATE "C" NOT NULL DEFAULT '',
    seq integer NOT NULL DEFAULT 0,
    last text COLLATE "C" NOT NULL DEFAULT '',
    indexed integer,
    id text COLLATE "C" NOT NULL,
    title text COLLATE "C" NOT NULL DEFAULT '',
    opening text COLLATE "C" NOT NULL DEFAULT '',
    source text COLLATE "C" NOT NULL DEFAULT '',
    date text COLLATE "C",
    status text COLLATE "C" NOT NULL DEFAULT 'new',
    sha256 text COLLATE "C",
    counts jsonb NOT NULL DEFAULT '{}',
    fields integer NOT NULL DEFAULT 0,
    decided integer NOT NULL DEFAULT 0,
    flags integer NOT NULL DEFAULT 0,
    notes integer NOT NULL DEFAULT 0,
    conflicts integer NOT NULL DEFAULT 0,
    doubts integer,
    unsure double precision NOT NULL DEFAULT 0,
    damage text,
    own jsonb,
    folded jsonb,
    UNIQUE (text, line)
);
COMMENT ON COLUMN articles.indexed IS 'the seq from which the columns after it and the tables below are made; null before they are';
COMMENT ON COLUMN articles.folded IS 'the fields by list, for queries by people';
CREATE INDEX articles_to_index ON articles (rowid) WHERE indexed IS NULL OR indexed < seq;
CREATE INDEX articles_by_id ON articles (id);
CREATE INDEX articles_by_status ON articles (status);
CREATE INDEX articles_by_date ON articles (date);
CREATE INDEX articles_by_sha256 ON articles (sha256);
CREATE INDEX articles_by_flags ON articles (flags) WHERE flags > 0;
CREATE INDEX articles_by_notes ON articles (notes) WHERE notes > 0;
CREATE INDEX articles_by_conflicts ON articles (conflicts) WHERE conflicts > 0;
CREATE INDEX articles_by_doubts ON articles (doubts);
CREATE INDEX articles_by_unsure ON articles (unsure);
