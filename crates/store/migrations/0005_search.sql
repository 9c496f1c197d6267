-- What the search knows. words are those of the text of a document, each once, between blanks; before them stand the words
-- of its place in the court tree, such as court_113, so that a scope is one more word of the question. No word of a text
-- has an underscore. The index over words is made by each database in its own way.
CREATE TABLE document_words (
    document_id TEXT NOT NULL PRIMARY KEY REFERENCES documents (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    court_id TEXT NOT NULL,
    middle_id TEXT NOT NULL,
    high_id TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX document_words_of_case ON document_words (case_id);

-- Who takes part in a case, by what was extracted and what was entered at the last run.
CREATE TABLE case_parties (
    case_id TEXT NOT NULL REFERENCES cases (id),
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    court_id TEXT NOT NULL,
    middle_id TEXT NOT NULL,
    high_id TEXT NOT NULL,
    PRIMARY KEY (case_id, name, role)
);
CREATE INDEX cases_by_category ON cases (category, id);

-- What became of each leaf of either side in the last run, as JSON.
ALTER TABLE extractions ADD COLUMN comparisons TEXT NOT NULL DEFAULT '[]';
