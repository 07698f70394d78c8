-- Who works on a library, and on what. What each role may do is in store/postgres/rights.py.

CREATE TABLE members (
    role name PRIMARY KEY,
    annotator text COLLATE "C" NOT NULL UNIQUE CHECK (annotator <> ''),
    rights text NOT NULL CHECK (rights IN ('reader', 'annotator', 'adjudicator', 'owner'))
);
COMMENT ON COLUMN members.annotator IS 'the name in the edits, and of the line of blind work';

CREATE TABLE assignments (
    article bigint NOT NULL REFERENCES texts ON DELETE CASCADE,
    annotator text COLLATE "C" NOT NULL,
    blind boolean NOT NULL DEFAULT false,
    shared bigint NOT NULL,
    own bigint,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (annotator, article)
);
COMMENT ON COLUMN assignments.blind IS 'whether the annotator has a line of their own, and sees no other';
COMMENT ON COLUMN assignments.shared IS 'articles.rowid of the line of all; own: of their own line';
CREATE INDEX assignments_by_article ON assignments (article);

CREATE TABLE present (
    session text COLLATE "C" PRIMARY KEY,
    article bigint NOT NULL REFERENCES texts ON DELETE CASCADE,
    line text COLLATE "C" NOT NULL DEFAULT '',
    annotator text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE present IS 'who has which article open';
CREATE INDEX present_by_article ON present (article);

ALTER TABLE articles ADD COLUMN blind boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN articles.blind IS 'somebody works blind on the article, so that nothing is told of its shared line';

-- What the columns of an edit say, and what its JSON says, is the same. JSON with the character U+0000 cannot be taken
-- apart, so that others stand for it, as in a column; pairs of backslashes first, as one may stand before u0000.
ALTER TABLE edits ADD CONSTRAINT edits_agree CHECK (
    CASE WHEN strpos(edit::text, '\u0000') = 0
        THEN edit ->> 'by' = replace(author, E'\uE000\uE002', E'\uE000')
            AND edit ->> 'id' = replace(id, E'\uE000\uE002', E'\uE000')
            AND edit ->> 'op' = op
            AND edit ->> 'seq' = seq::text
        ELSE replace(replace(edit::text, '\\', '//'), '\u0000', E'\uE000\uE001')::json ->> 'by'
                = replace(replace(author, '\', '//'), E'\uE000\uE002', E'\uE000')
            AND replace(replace(edit::text, '\\', '//'), '\u0000', E'\uE000\uE001')::json ->> 'id'
                = replace(replace(id, '\', '//'), E'\uE000\uE002', E'\uE000')
            AND replace(replace(edit::text, '\\', '//'), '\u0000', '')::json ->> 'op' = op
            AND replace(replace(edit::text, '\\', '//'), '\u0000', '')::json ->> 'seq' = seq::text
    END
);
