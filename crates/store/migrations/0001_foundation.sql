-- One schema for SQLite and PostgreSQL. Ids are UUIDv7 as text, so that their order is the order of creation; instants
-- are milliseconds since 1970 UTC (…_ms); flags are 0 or 1; structured values are JSON as text.
-- Rows of a court carry its place in the court tree: court_id, middle_id (the intermediate court that it is or belongs to,
-- empty if none) and high_id (the same for the high court). What a court sees is one comparison with one of the three.

CREATE TABLE courts (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    middle_id TEXT NOT NULL,
    high_id TEXT NOT NULL
);

-- A case 案件. label is the name under which it was filed, most often its number; unique within a court.
-- revision counts what changed the evidence or the entry; checked_revision is the one that the last run saw.
CREATE TABLE cases (
    id TEXT NOT NULL PRIMARY KEY,
    court_id TEXT NOT NULL REFERENCES courts (id),
    middle_id TEXT NOT NULL,
    high_id TEXT NOT NULL,
    label TEXT NOT NULL,
    case_number TEXT,
    category TEXT,
    cause TEXT,
    documents BIGINT NOT NULL,
    pending_documents BIGINT NOT NULL,
    unread_documents BIGINT NOT NULL,
    entry_version BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    checked_revision BIGINT NOT NULL,
    checked_at_ms BIGINT,
    catalog_version TEXT,
    model_version TEXT,
    run_id TEXT,
    open_errors BIGINT NOT NULL,
    open_doubtful BIGINT NOT NULL,
    open_notices BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX cases_by_label ON cases (court_id, label);
CREATE INDEX cases_labelled ON cases (label);
CREATE INDEX cases_by_number ON cases (case_number);
CREATE INDEX cases_of_court ON cases (court_id, id);
CREATE INDEX cases_of_middle ON cases (middle_id, id);
CREATE INDEX cases_of_high ON cases (high_id, id);

-- A document of a case. state: waiting, read, unreadable (code says why), parked (its job gave up).
CREATE TABLE documents (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    state TEXT NOT NULL,
    format TEXT,
    pages BIGINT,
    material TEXT,
    code TEXT,
    message TEXT,
    diagnostics TEXT NOT NULL,
    uploaded_by TEXT NOT NULL,
    uploaded_at_ms BIGINT NOT NULL,
    read_at_ms BIGINT
);
CREATE UNIQUE INDEX documents_by_content ON documents (case_id, sha256);
CREATE INDEX documents_of_case ON documents (case_id, id);
CREATE INDEX documents_by_sha256 ON documents (sha256);

-- Entered records 录入信息, append-only: every change is a version, and every changed value has a row of its own that says
-- who of which department typed it, when, and where it came from. value is null where the value was taken back.
CREATE TABLE entries (
    case_id TEXT NOT NULL REFERENCES cases (id),
    version BIGINT NOT NULL,
    record TEXT NOT NULL,
    source TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (case_id, version)
);
CREATE TABLE entry_fields (
    case_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    path TEXT NOT NULL,
    value TEXT,
    origin TEXT NOT NULL,
    department TEXT NOT NULL,
    entered_by TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (case_id, path, version)
);

-- One check of a case 运行.
CREATE TABLE runs (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    revision BIGINT NOT NULL,
    entry_version BIGINT NOT NULL,
    catalog_version TEXT NOT NULL,
    model_version TEXT NOT NULL,
    code_version TEXT NOT NULL,
    documents BIGINT NOT NULL,
    leaves BIGINT NOT NULL,
    compared BIGINT NOT NULL,
    same BIGINT NOT NULL,
    masked BIGINT NOT NULL,
    discrepancies BIGINT NOT NULL,
    partial BIGINT NOT NULL,
    diagnostics TEXT NOT NULL,
    duration_ms BIGINT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE INDEX runs_of_case ON runs (case_id, id);

-- What the documents of a case say together, by the last run: record is the case record, leaves the evidence by leaf path.
CREATE TABLE extractions (
    case_id TEXT NOT NULL PRIMARY KEY REFERENCES cases (id),
    run_id TEXT NOT NULL,
    record TEXT NOT NULL,
    leaves TEXT NOT NULL
);

-- Discrepancies 疑点, matched by fingerprint over runs. tier: 0 error, 1 doubtful, 2 notice. state: open, decided (has a
-- verdict), gone (the last run no longer finds it). The verdict is that of the last review.
CREATE TABLE discrepancies (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id),
    court_id TEXT NOT NULL,
    middle_id TEXT NOT NULL,
    high_id TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    path TEXT NOT NULL,
    field TEXT NOT NULL,
    department TEXT NOT NULL,
    tier BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    entered TEXT,
    extracted TEXT,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    verdict TEXT,
    first_run TEXT NOT NULL,
    last_run TEXT NOT NULL,
    opened_at_ms BIGINT NOT NULL,
    changed_at_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX discrepancies_by_fingerprint ON discrepancies (case_id, fingerprint);
CREATE INDEX discrepancies_of_case ON discrepancies (case_id, state, tier, id);
CREATE INDEX discrepancies_all ON discrepancies (state, tier, id);
CREATE INDEX discrepancies_of_court ON discrepancies (court_id, state, tier, id);
CREATE INDEX discrepancies_of_middle ON discrepancies (middle_id, state, tier, id);
CREATE INDEX discrepancies_of_high ON discrepancies (high_id, state, tier, id);
CREATE INDEX discrepancies_by_field ON discrepancies (field, state, tier, id);

-- Decisions of people 核实, append-only.
CREATE TABLE reviews (
    id TEXT NOT NULL PRIMARY KEY,
    discrepancy_id TEXT NOT NULL REFERENCES discrepancies (id),
    verdict TEXT NOT NULL,
    value TEXT,
    reason TEXT NOT NULL,
    run_id TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE INDEX reviews_of_discrepancy ON reviews (discrepancy_id, id);

-- Work to do. The row is the truth, a message of a broker only a hint. state: ready, leased, done, parked, cancelled.
-- priority: 0 fresh uploads, 5 replays and corrections, 9 bulk re-processing.
CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    case_id TEXT,
    court_id TEXT NOT NULL,
    payload TEXT NOT NULL,
    priority BIGINT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    not_before_ms BIGINT NOT NULL,
    hinted_at_ms BIGINT NOT NULL,
    lease_id TEXT,
    lease_owner TEXT,
    lease_until_ms BIGINT,
    cancel_requested BIGINT NOT NULL,
    error_code TEXT,
    error_message TEXT,
    created_at_ms BIGINT NOT NULL,
    started_at_ms BIGINT,
    finished_at_ms BIGINT
);
-- While work waits, the same work is not queued again; work under way may be queued once more, since it may have begun
-- before the latest change.
CREATE UNIQUE INDEX jobs_waiting ON jobs (kind, subject_id) WHERE state = 'ready';
CREATE INDEX jobs_to_claim ON jobs (priority, id) WHERE state = 'ready';
CREATE INDEX jobs_to_hint ON jobs (priority, hinted_at_ms, id) WHERE state = 'ready';
CREATE INDEX jobs_leased ON jobs (lease_until_ms) WHERE state = 'leased';
CREATE INDEX jobs_of_case ON jobs (case_id, id);
CREATE INDEX jobs_by_state ON jobs (state, id);
CREATE INDEX jobs_finished ON jobs (finished_at_ms) WHERE state = 'done';

-- What happened, for webhooks and for those who watch progress.
CREATE TABLE events (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    court_id TEXT NOT NULL,
    middle_id TEXT NOT NULL,
    high_id TEXT NOT NULL,
    case_id TEXT,
    body TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE INDEX events_of_court ON events (court_id, id);
CREATE INDEX events_of_middle ON events (middle_id, id);
CREATE INDEX events_of_high ON events (high_id, id);

CREATE TABLE webhooks (
    id TEXT NOT NULL PRIMARY KEY,
    court_id TEXT NOT NULL REFERENCES courts (id),
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    kinds TEXT NOT NULL,
    active BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL
);

-- The audit log 审计日志, append-only; hash is SHA-256 over the row and the hash before it.
CREATE TABLE audit (
    seq BIGINT NOT NULL PRIMARY KEY,
    at_ms BIGINT NOT NULL,
    user_id TEXT NOT NULL,
    court_id TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE TABLE audit_head (
    id BIGINT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '');

CREATE TABLE settings (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
