-- The index numbers documents in the order in which their words come, keeps no words of its own, and follows the table.
CREATE TABLE document_numbers (number INTEGER PRIMARY KEY, document_id TEXT NOT NULL UNIQUE);
CREATE VIRTUAL TABLE document_index USING fts5(
    words, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '_'"
);
CREATE TRIGGER document_words_added AFTER INSERT ON document_words BEGIN
    INSERT INTO document_numbers (document_id) VALUES (new.document_id);
    INSERT INTO document_index (rowid, words)
        SELECT number, new.words FROM document_numbers WHERE document_id = new.document_id;
END;
CREATE TRIGGER document_words_gone AFTER DELETE ON document_words BEGIN
    DELETE FROM document_index WHERE rowid = (SELECT number FROM document_numbers WHERE document_id = old.document_id);
    DELETE FROM document_numbers WHERE document_id = old.document_id;
END;
CREATE INDEX case_parties_by_name ON case_parties (name, case_id);
CREATE INDEX cases_by_cause ON cases (cause, id);
