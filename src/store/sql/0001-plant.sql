-- The plant: what was observed, what was derived from it, what people decided.
-- The SQL of this folder is what SQLite and PostgreSQL both understand.
-- Times are microseconds since 1970, 0 is not known; words are those of the
-- model; addresses are canonical text.

-- Rises by one with every change, so that watchers know when to look again.
CREATE TABLE revision (number BIGINT NOT NULL);
INSERT INTO revision (number) VALUES (0);

CREATE TABLE setting (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);

CREATE TABLE account (
    name     TEXT PRIMARY KEY NOT NULL,
    password TEXT NOT NULL, -- an argon2id string
    created  BIGINT NOT NULL
);

-- Observed.  Captures are numbered from 1 without gaps, in the order of loading.
CREATE TABLE capture (
    id        INTEGER PRIMARY KEY NOT NULL,
    path      TEXT NOT NULL,
    digest    TEXT NOT NULL,
    packets   BIGINT NOT NULL,
    bytes     BIGINT NOT NULL,
    first_at  BIGINT NOT NULL,
    last_at   BIGINT NOT NULL,
    truncated SMALLINT NOT NULL CHECK (truncated IN (0, 1)),
    malformed BIGINT NOT NULL,
    skipped   BIGINT NOT NULL
);
-- The same file is loaded once; a live capture has no digest.
CREATE UNIQUE INDEX capture_digest ON capture (digest) WHERE digest <> '';

CREATE TABLE skip (
    capture     INTEGER NOT NULL REFERENCES capture (id),
    reason      TEXT NOT NULL,
    count       BIGINT NOT NULL,
    first_frame BIGINT NOT NULL,
    PRIMARY KEY (capture, reason)
);

CREATE TABLE protocol_count (
    capture   INTEGER NOT NULL REFERENCES capture (id),
    name      TEXT NOT NULL,
    packets   BIGINT NOT NULL,
    bytes     BIGINT NOT NULL,
    messages  BIGINT NOT NULL,
    malformed BIGINT NOT NULL,
    PRIMARY KEY (capture, name)
);

CREATE TABLE binding (
    capture     INTEGER NOT NULL REFERENCES capture (id),
    mac         TEXT NOT NULL,
    ip          TEXT NOT NULL,
    how         TEXT NOT NULL,
    count       BIGINT NOT NULL,
    first_at    BIGINT NOT NULL,
    last_at     BIGINT NOT NULL,
    first_frame BIGINT NOT NULL
);

CREATE TABLE fact (
    capture     INTEGER NOT NULL REFERENCES capture (id),
    about       TEXT NOT NULL,
    field       TEXT NOT NULL,
    value       TEXT NOT NULL,
    source      TEXT NOT NULL,
    confidence  SMALLINT NOT NULL,
    count       BIGINT NOT NULL,
    first_at    BIGINT NOT NULL,
    last_at     BIGINT NOT NULL,
    first_frame BIGINT NOT NULL
);

CREATE TABLE conversation (
    id                  INTEGER PRIMARY KEY NOT NULL,
    capture             INTEGER NOT NULL REFERENCES capture (id),
    client              TEXT NOT NULL,
    server              TEXT NOT NULL,
    transport           TEXT NOT NULL,
    port                INTEGER NOT NULL,
    protocol            TEXT NOT NULL,
    packets             BIGINT NOT NULL,
    bytes               BIGINT NOT NULL,
    packets_from_client BIGINT NOT NULL,
    established         SMALLINT NOT NULL CHECK (established IN (0, 1)),
    first_at            BIGINT NOT NULL,
    last_at             BIGINT NOT NULL,
    first_frame         BIGINT NOT NULL
);

CREATE TABLE operation (
    conversation INTEGER NOT NULL REFERENCES conversation (id),
    place        INTEGER NOT NULL,
    protocol     TEXT NOT NULL,
    code         TEXT NOT NULL,
    name         TEXT NOT NULL,
    class        TEXT NOT NULL,
    requests     BIGINT NOT NULL,
    responses    BIGINT NOT NULL,
    errors       BIGINT NOT NULL,
    first_at     BIGINT NOT NULL,
    last_at      BIGINT NOT NULL,
    first_frame  BIGINT NOT NULL,
    PRIMARY KEY (conversation, place)
);

-- Derived: replaced as a whole by every run of identify.  A capture is named by
-- its number among all captures, from 0.
CREATE TABLE asset (
    number           INTEGER PRIMARY KEY NOT NULL,
    class            TEXT NOT NULL,
    class_word       TEXT NOT NULL,
    class_reason     TEXT NOT NULL,
    class_confidence SMALLINT NOT NULL,
    role             TEXT NOT NULL,
    role_reason      TEXT NOT NULL,
    role_confidence  SMALLINT NOT NULL,
    level            TEXT NOT NULL,
    level_reason     TEXT NOT NULL,
    level_confidence SMALLINT NOT NULL,
    routed           INTEGER NOT NULL,
    is_virtual       SMALLINT NOT NULL CHECK (is_virtual IN (0, 1)),
    packets          BIGINT NOT NULL,
    first_at         BIGINT NOT NULL,
    last_at          BIGINT NOT NULL
);

CREATE TABLE asset_mac (
    asset   INTEGER NOT NULL REFERENCES asset (number) ON DELETE CASCADE,
    place   INTEGER NOT NULL,
    address TEXT NOT NULL UNIQUE,
    PRIMARY KEY (asset, place)
);

CREATE TABLE asset_ip (
    asset   INTEGER NOT NULL REFERENCES asset (number) ON DELETE CASCADE,
    place   INTEGER NOT NULL,
    address TEXT NOT NULL UNIQUE,
    PRIMARY KEY (asset, place)
);

CREATE TABLE asset_name (
    asset INTEGER NOT NULL REFERENCES asset (number) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    name  TEXT NOT NULL,
    PRIMARY KEY (asset, place)
);

CREATE TABLE asset_evidence (
    asset       INTEGER NOT NULL REFERENCES asset (number) ON DELETE CASCADE,
    place       INTEGER NOT NULL,
    field       TEXT NOT NULL,
    value       TEXT NOT NULL,
    source      TEXT NOT NULL,
    confidence  SMALLINT NOT NULL,
    contradicts SMALLINT NOT NULL CHECK (contradicts IN (0, 1)),
    capture     INTEGER NOT NULL,
    frame       BIGINT NOT NULL,
    count       BIGINT NOT NULL,
    first_at    BIGINT NOT NULL,
    last_at     BIGINT NOT NULL,
    PRIMARY KEY (asset, place)
);

CREATE TABLE asset_address_claim (
    asset    INTEGER NOT NULL REFERENCES asset (number) ON DELETE CASCADE,
    place    INTEGER NOT NULL,
    mac      TEXT NOT NULL,
    ip       TEXT NOT NULL,
    how      TEXT NOT NULL,
    disputed SMALLINT NOT NULL CHECK (disputed IN (0, 1)),
    capture  INTEGER NOT NULL,
    frame    BIGINT NOT NULL,
    count    BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at  BIGINT NOT NULL,
    PRIMARY KEY (asset, place)
);

CREATE TABLE asset_protocol (
    asset     INTEGER NOT NULL REFERENCES asset (number) ON DELETE CASCADE,
    place     INTEGER NOT NULL,
    name      TEXT NOT NULL,
    as_client SMALLINT NOT NULL CHECK (as_client IN (0, 1)),
    as_server SMALLINT NOT NULL CHECK (as_server IN (0, 1)),
    PRIMARY KEY (asset, place)
);

CREATE TABLE asset_judgement (
    asset      INTEGER NOT NULL REFERENCES asset (number) ON DELETE CASCADE,
    place      INTEGER NOT NULL,
    rule       TEXT NOT NULL,
    class      TEXT NOT NULL,
    role       TEXT NOT NULL,
    level      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    confidence SMALLINT NOT NULL,
    PRIMARY KEY (asset, place)
);

-- Decided by people.
CREATE TABLE zone (
    id          TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    name        TEXT NOT NULL,
    parent      TEXT NOT NULL, -- a zone's id, or empty
    purpose     TEXT NOT NULL,
    level       TEXT NOT NULL,
    owner       TEXT NOT NULL,
    safety      SMALLINT NOT NULL CHECK (safety IN (0, 1)),
    business    SMALLINT NOT NULL CHECK (business IN (0, 1)),
    sl_target_1 SMALLINT NOT NULL CHECK (sl_target_1 BETWEEN 0 AND 4),
    sl_target_2 SMALLINT NOT NULL CHECK (sl_target_2 BETWEEN 0 AND 4),
    sl_target_3 SMALLINT NOT NULL CHECK (sl_target_3 BETWEEN 0 AND 4),
    sl_target_4 SMALLINT NOT NULL CHECK (sl_target_4 BETWEEN 0 AND 4),
    sl_target_5 SMALLINT NOT NULL CHECK (sl_target_5 BETWEEN 0 AND 4),
    sl_target_6 SMALLINT NOT NULL CHECK (sl_target_6 BETWEEN 0 AND 4),
    sl_target_7 SMALLINT NOT NULL CHECK (sl_target_7 BETWEEN 0 AND 4)
);

CREATE TABLE zone_prefix (
    zone   TEXT NOT NULL REFERENCES zone (id) ON DELETE CASCADE,
    place  INTEGER NOT NULL,
    prefix TEXT NOT NULL,
    PRIMARY KEY (zone, place)
);

CREATE TABLE zone_member (
    zone    TEXT NOT NULL REFERENCES zone (id) ON DELETE CASCADE,
    place   INTEGER NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (zone, place)
);

CREATE TABLE conduit (
    id        TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    name      TEXT NOT NULL,
    from_zone TEXT NOT NULL REFERENCES zone (id) DEFERRABLE INITIALLY DEFERRED,
    to_zone   TEXT NOT NULL REFERENCES zone (id) DEFERRABLE INITIALLY DEFERRED,
    owner     TEXT NOT NULL,
    reason    TEXT NOT NULL,
    expires   BIGINT NOT NULL
);

CREATE TABLE service (
    conduit   TEXT NOT NULL REFERENCES conduit (id) ON DELETE CASCADE,
    place     INTEGER NOT NULL,
    protocol  TEXT NOT NULL,
    transport TEXT NOT NULL,
    port      INTEGER NOT NULL,
    access    INTEGER NOT NULL, -- a bit per kind of access; 0 is any
    PRIMARY KEY (conduit, place)
);

CREATE TABLE registered (
    address      TEXT PRIMARY KEY NOT NULL CHECK (address <> ''),
    name         TEXT NOT NULL,
    role         TEXT NOT NULL,
    owner        TEXT NOT NULL,
    legacy       SMALLINT NOT NULL CHECK (legacy IN (0, 1)),
    support_ends BIGINT NOT NULL,
    may_engineer SMALLINT NOT NULL CHECK (may_engineer IN (0, 1))
);

CREATE TABLE claim (
    requirement    TEXT PRIMARY KEY NOT NULL CHECK (requirement <> ''),
    level          SMALLINT NOT NULL CHECK (level BETWEEN 0 AND 4),
    target         SMALLINT NOT NULL CHECK (target BETWEEN 0 AND 4),
    narrative      TEXT NOT NULL,
    assessor       TEXT NOT NULL,
    method         TEXT NOT NULL,
    claimed_at     BIGINT NOT NULL,
    not_applicable SMALLINT NOT NULL CHECK (not_applicable IN (0, 1)),
    reason         TEXT NOT NULL,
    approver       TEXT NOT NULL
);

CREATE TABLE evidence (
    id          TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    requirement TEXT NOT NULL,
    level       SMALLINT NOT NULL CHECK (level BETWEEN 1 AND 4),
    kind        TEXT NOT NULL,
    title       TEXT NOT NULL,
    custodian   TEXT NOT NULL,
    scope       TEXT NOT NULL,
    digest      TEXT NOT NULL,
    link        TEXT NOT NULL,
    collected   BIGINT NOT NULL,
    expires     BIGINT NOT NULL
);

CREATE TABLE measure (
    id          TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    title       TEXT NOT NULL,
    requirement TEXT NOT NULL,
    asset       TEXT NOT NULL,
    argument    TEXT NOT NULL,
    approver    TEXT NOT NULL,
    exit_plan   TEXT NOT NULL,
    tested      BIGINT NOT NULL,
    effective   SMALLINT NOT NULL CHECK (effective IN (0, 1)),
    expires     BIGINT NOT NULL,
    renewals    INTEGER NOT NULL
);
