-- Blanks alone part the words: the parsers of text search would cut some of them again.
CREATE INDEX document_index ON document_words USING gin (string_to_array(words, ' '));
-- Names are compared by their bytes, so that a beginning of a name is a range of the index.
ALTER TABLE case_parties ALTER COLUMN name TYPE TEXT COLLATE "C";
ALTER TABLE cases ALTER COLUMN cause TYPE TEXT COLLATE "C";
ALTER TABLE cases ALTER COLUMN label TYPE TEXT COLLATE "C";
ALTER TABLE cases ALTER COLUMN case_number TYPE TEXT COLLATE "C";
CREATE INDEX case_parties_by_name ON case_parties (name, case_id);
CREATE INDEX cases_by_cause ON cases (cause, id);
