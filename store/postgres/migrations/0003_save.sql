-- A save: edits that go on from the last one that their author knows. False, and nothing, if the row has another by now.
-- As a function it is planned once a connection, also where a pooler in between forbids to prepare statements.
-- It runs with the rights of who calls it, so that row-level security holds as for any statement.
-- `heads` are seq, id, author and op of each edit, apart from its JSON: with U+0000 in it that cannot be taken apart.

CREATE FUNCTION save_edits(
    of_row bigint, known_seq integer, known_last text, of_text bigint, of_line text, heads json, saved json,
    channel text, told text
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    is_blind boolean;
BEGIN
    UPDATE articles SET seq = (heads -> -1 ->> 0)::integer, last = heads -> -1 ->> 1
        WHERE rowid = of_row AND seq = known_seq AND last = known_last
        RETURNING blind INTO is_blind;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO edits (article, line, seq, id, author, op, edit)
        SELECT of_text, of_line, (head ->> 0)::integer, head ->> 1, head ->> 2, head ->> 3, one
        FROM ROWS FROM (json_array_elements(heads), json_array_elements(saved)) AS rows (head, one);
    IF of_line = '' AND NOT is_blind THEN  -- nobody is told while somebody works blind on the article
        PERFORM pg_notify(channel, told);
    END IF;
    RETURN true;
END
$$;
