-- The reviewer's desk: who works on a discrepancy, decisions that are put off or taken back, and corrections 补录.

-- category is that of the case, repeated here so that lists can be narrowed by it; pattern says in words what kind of
-- disagreement it is. locked_by works on it until locked_until_ms. state knows one more value: deferred, still undecided.
ALTER TABLE discrepancies ADD COLUMN category TEXT;
ALTER TABLE discrepancies ADD COLUMN pattern TEXT NOT NULL DEFAULT '';
ALTER TABLE discrepancies ADD COLUMN assignee TEXT;
ALTER TABLE discrepancies ADD COLUMN locked_by TEXT;
ALTER TABLE discrepancies ADD COLUMN locked_until_ms BIGINT;
CREATE INDEX discrepancies_of_kind ON discrepancies (pattern, state, tier, id, field, department);
-- What a queue is narrowed by stands behind its order, so that the rows that are passed over are not fetched.
DROP INDEX discrepancies_all;
DROP INDEX discrepancies_of_court;
DROP INDEX discrepancies_of_middle;
DROP INDEX discrepancies_of_high;
CREATE INDEX discrepancies_all ON discrepancies (state, tier, id, department, category, opened_at_ms);
CREATE INDEX discrepancies_of_court ON discrepancies (court_id, state, tier, id, department, category, opened_at_ms);
CREATE INDEX discrepancies_of_middle ON discrepancies (middle_id, state, tier, id, department, category, opened_at_ms);
CREATE INDEX discrepancies_of_high ON discrepancies (high_id, state, tier, id, department, category, opened_at_ms);
CREATE INDEX discrepancies_of_assignee ON discrepancies (assignee, state, tier, id) WHERE assignee IS NOT NULL;

-- verdict knows two more values: deferred, and withdrawn, which takes the review named in undoes back. Reviews that were
-- written at once carry the same batch. evidence is the place of the right value, where the reviewer showed one.
ALTER TABLE reviews ADD COLUMN undoes TEXT;
ALTER TABLE reviews ADD COLUMN batch TEXT;
ALTER TABLE reviews ADD COLUMN evidence TEXT;
CREATE UNIQUE INDEX reviews_undone ON reviews (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX reviews_of_person ON reviews (decided_by, id);

-- What a department is to correct in the entry. state: open, done (the discrepancy is gone), withdrawn (with its review).
-- fingerprint is that of the discrepancy that stands in its way; returns counts the corrections that did not remove it.
CREATE TABLE corrections (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    court_id TEXT NOT NULL,
    middle_id TEXT NOT NULL,
    high_id TEXT NOT NULL,
    discrepancy_id TEXT NOT NULL REFERENCES discrepancies (id),
    review_id TEXT NOT NULL REFERENCES reviews (id),
    path TEXT NOT NULL,
    field TEXT NOT NULL,
    department TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    right_value TEXT,
    state TEXT NOT NULL,
    returns BIGINT NOT NULL,
    due_at_ms BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    closed_at_ms BIGINT
);
CREATE UNIQUE INDEX corrections_open ON corrections (case_id, path) WHERE state = 'open';
CREATE INDEX corrections_all ON corrections (state, due_at_ms, id);
CREATE INDEX corrections_of_court ON corrections (court_id, state, due_at_ms, id);
CREATE INDEX corrections_of_middle ON corrections (middle_id, state, due_at_ms, id);
CREATE INDEX corrections_of_high ON corrections (high_id, state, due_at_ms, id);
CREATE INDEX corrections_of_case ON corrections (case_id, state);
CREATE INDEX corrections_of_discrepancy ON corrections (discrepancy_id);
