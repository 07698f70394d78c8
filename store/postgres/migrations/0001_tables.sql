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
    rules bigint,
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
) WITH (toast_tuple_target = 512);  -- what is long lies apart, so that few pages have all rows
COMMENT ON COLUMN articles.indexed IS 'the seq from which the columns after it and the tables below are made; null before they are';
COMMENT ON COLUMN articles.rules IS 'the version of the rules and kinds by which they are made';
COMMENT ON COLUMN articles.folded IS 'the fields by list, for queries by people';
CREATE INDEX articles_to_index ON articles (rowid) WHERE indexed IS NULL OR indexed < seq;
CREATE INDEX articles_by_rules ON articles (rules);
-- What is text may be long, and has indexes by hash or of its beginning: an order refuses more than 2,704 bytes.
CREATE INDEX articles_by_id ON articles USING hash (id);
CREATE INDEX articles_by_status ON articles (status NULLS FIRST, text);
CREATE INDEX articles_by_date ON articles (left(date, 100) DESC NULLS LAST, text);
CREATE INDEX articles_by_title ON articles
    (left(lower((CASE opening WHEN '' THEN title ELSE opening END) COLLATE "C"), 100) NULLS FIRST, text);
CREATE INDEX articles_by_sha256 ON articles USING hash (sha256);
CREATE INDEX articles_by_flags ON articles (flags) WHERE flags > 0;
CREATE INDEX articles_by_notes ON articles (notes) WHERE notes > 0;
CREATE INDEX articles_by_conflicts ON articles (conflicts) WHERE conflicts > 0;
CREATE INDEX articles_by_doubts ON articles (doubts DESC NULLS LAST, text);
CREATE INDEX articles_by_unsure ON articles (unsure DESC NULLS LAST, text);

CREATE TABLE numbers (
    article bigint NOT NULL REFERENCES articles ON DELETE CASCADE,
    line text COLLATE "C" NOT NULL DEFAULT '',
    low double precision,
    high double precision,
    kind text COLLATE "C",
    unit text COLLATE "C",
    counted text COLLATE "C",
    event text COLLATE "C"
);
CREATE INDEX numbers_by_article ON numbers (article);
CREATE INDEX numbers_by_low ON numbers (low, high, article);
CREATE INDEX numbers_by_high ON numbers (high, low, article);

CREATE TABLE steps (
    article bigint NOT NULL REFERENCES articles ON DELETE CASCADE,
    line text COLLATE "C" NOT NULL DEFAULT '',
    step text COLLATE "C" NOT NULL,
    annotator text COLLATE "C" NOT NULL,
    of_fields boolean NOT NULL
);
CREATE INDEX steps_by_article ON steps (article);
CREATE INDEX steps_by_annotator ON steps USING hash (annotator);

CREATE TABLE typed (
    rowid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article bigint NOT NULL REFERENCES articles ON DELETE CASCADE,
    line text COLLATE "C" NOT NULL DEFAULT '',
    attribute text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    word text COLLATE "C" NOT NULL
);
CREATE INDEX typed_by_article ON typed (article);
CREATE INDEX typed_by_word ON typed USING hash (word);
CREATE INDEX typed_by_kind ON typed USING hash (kind);

CREATE TABLE names (
    rowid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article bigint NOT NULL REFERENCES articles ON DELETE CASCADE,
    line text COLLATE "C" NOT NULL DEFAULT '',
    kind text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    role text COLLATE "C" NOT NULL,
    date text COLLATE "C" NOT NULL,
    field text COLLATE "C" NOT NULL,
    starts text COLLATE "C" NOT NULL,
    mentions integer NOT NULL,
    identifier text COLLATE "C" NOT NULL,
    plain text COLLATE "C" NOT NULL,
    surname text COLLATE "C" NOT NULL,
    articles integer NOT NULL
);
COMMENT ON COLUMN names.articles IS '1 in one row of each form in an article, else 0: their sum is the number of articles';
CREATE INDEX names_by_article ON names (article);
CREATE INDEX names_by_key ON names USING hash (key);
CREATE INDEX names_by_surname ON names USING hash (surname);

CREATE TABLE votes (
    article bigint NOT NULL REFERENCES articles ON DELETE CASCADE,
    line text COLLATE "C" NOT NULL DEFAULT '',
    form text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    mistaken boolean NOT NULL,
    at text COLLATE "C" NOT NULL
);
CREATE INDEX votes_by_article ON votes (article);
CREATE INDEX votes_by_form ON votes USING hash (form);

CREATE TABLE facts (
    article bigint NOT NULL REFERENCES articles ON DELETE CASCADE,
    line text COLLATE "C" NOT NULL DEFAULT '',
    kind text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    said text NOT NULL,
    at text COLLATE "C" NOT NULL
);
CREATE INDEX facts_by_article ON facts (article);
CREATE INDEX facts_by_key ON facts USING hash (key);

CREATE TABLE taught (
    article bigint PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    line text COLLATE "C" NOT NULL DEFAULT '',
    at text COLLATE "C" NOT NULL
);

-- Lexemes are words of a column. Row-level security would keep their index from use, so blind lines have a table apart.
-- Nothing is in the order of articles: it would be walked through in place of the index of lexemes.
CREATE TABLE words (
    article bigint NOT NULL REFERENCES articles ON DELETE CASCADE,
    digest bytea NOT NULL,
    tokens tsvector NOT NULL
);
CREATE INDEX words_by_article ON words USING hash (article);
CREATE INDEX words_by_token ON words USING gin (tokens) WITH (gin_pending_list_limit = 256);

CREATE TABLE long_words (
    article bigint NOT NULL REFERENCES articles ON DELETE CASCADE,
    part integer NOT NULL,
    digest bytea NOT NULL,
    tokens tsvector NOT NULL
);
COMMENT ON TABLE long_words IS 'of articles that one tsvector cannot hold';
CREATE INDEX long_words_by_article ON long_words USING hash (article);
CREATE INDEX long_words_by_token ON long_words USING gin (tokens) WITH (gin_pending_list_limit = 256);

CREATE TABLE line_words (
    article bigint NOT NULL REFERENCES articles ON DELETE CASCADE,
    line text COLLATE "C" NOT NULL,
    part integer NOT NULL DEFAULT 1,
    digest bytea NOT NULL,
    tokens tsvector NOT NULL
);
CREATE INDEX line_words_by_article ON line_words USING hash (article);
CREATE INDEX line_words_by_token ON line_words USING gin (tokens) WITH (gin_pending_list_limit = 256);
