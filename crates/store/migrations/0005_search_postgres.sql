-- Blanks alone part the words: the parsers of text search would cut some of them again. The cost tells the planner that to
-- take the words of a row apart is far dearer than to compare a column, so that it never does so for a whole table.
CREATE FUNCTION words_of(words TEXT) RETURNS TEXT[] AS 'BEGIN RETURN string_to_array(words, '' ''); END'
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000;
CREATE INDEX document_index ON document_words USING gin (words_of(words));
CREATE INDEX document_words_of_court ON document_words (court_id, document_id);
CREATE INDEX document_words_of_middle ON document_words (middle_id, document_id);
CREATE INDEX document_words_of_high ON document_words (high_id, document_id);
-- Names are compared by their bytes, so that a beginning of a name is a range of the index.
ALTER TABLE case_parties ALTER COLUMN name TYPE TEXT COLLATE "C";
ALTER TABLE cases ALTER COLUMN cause TYPE TEXT COLLATE "C";
ALTER TABLE cases ALTER COLUMN label TYPE TEXT COLLATE "C";
ALTER TABLE cases ALTER COLUMN case_number TYPE TEXT COLLATE "C";
CREATE INDEX case_parties_by_name ON case_parties (name, case_id);
CREATE INDEX cases_by_cause ON cases (cause, id);
