-- Archives that hold many documents of a case. state: waiting, done, refused (code says why). files is how many the archive
-- holds, taken how many of them are documents of the case by now; refused lists the others as JSON.

CREATE TABLE imports (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    state TEXT NOT NULL,
    files BIGINT,
    taken BIGINT NOT NULL,
    refused TEXT NOT NULL,
    code TEXT,
    message TEXT,
    created_by TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    finished_at_ms BIGINT
);
CREATE INDEX imports_of_case ON imports (case_id, id);
