-- People who use the service, how they signed in, and what they asked for with a key that makes repeats harmless.
-- Passwords are kept as Argon2 strings; secrets of sessions and tokens as SHA-256, since they are random and long.

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    court_id TEXT NOT NULL REFERENCES courts (id),
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    must_change_password BIGINT NOT NULL,
    active BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX users_by_login ON users (login);
CREATE INDEX users_of_court ON users (court_id, id);

-- Failed attempts by the name that was typed, whether somebody has it or not, so that the answer does not tell.
CREATE TABLE sign_in_failures (
    login TEXT NOT NULL PRIMARY KEY,
    failed BIGINT NOT NULL,
    locked_until_ms BIGINT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE INDEX sign_in_failures_by_age ON sign_in_failures (at_ms);

CREATE TABLE sessions (
    secret_hash TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    created_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL
);
CREATE INDEX sessions_of_user ON sessions (user_id);
CREATE INDEX sessions_by_end ON sessions (expires_at_ms);

CREATE TABLE tokens (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL,
    revoked_at_ms BIGINT,
    used_at_ms BIGINT
);
CREATE UNIQUE INDEX tokens_by_secret ON tokens (secret_hash);
CREATE INDEX tokens_of_user ON tokens (user_id, id);

-- Answers to requests that carried an Idempotency-Key. request is the SHA-256 of what was asked.
CREATE TABLE idempotency (
    user_id TEXT NOT NULL,
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    request TEXT NOT NULL,
    status BIGINT NOT NULL,
    answer TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (user_id, route, key)
);
CREATE INDEX idempotency_by_age ON idempotency (at_ms);
