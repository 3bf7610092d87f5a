-- Who changed what: a chain of entries.  Each has the hash of the one before it.  The last entry of a
-- transaction has the state of all rows after it, and a signature: it is a checkpoint.
CREATE TABLE audit (
    sequence  BIGINT PRIMARY KEY NOT NULL, -- from 1, without gaps
    at        BIGINT NOT NULL,
    who       TEXT NOT NULL, -- as given to the program: never the operating system's login
    through   TEXT NOT NULL, -- "bulkhead import", "PUT /ledgers/{ledger}/{key}"
    verb      TEXT NOT NULL, -- add, change, remove, observe, or upgrade
    kind      TEXT NOT NULL, -- the table
    name      TEXT NOT NULL, -- the row's key
    before    TEXT NOT NULL, -- the row as a JSON object; empty: there was none
    after     TEXT NOT NULL,
    decided   TEXT NOT NULL, -- digests over the seals of the tables that people decide and
    observed  TEXT NOT NULL, -- of those that the program fills; empty: a later entry has them
    previous  TEXT NOT NULL,
    hash      TEXT NOT NULL,
    signer    TEXT NOT NULL, -- an Ed25519 public key; empty: not signed
    signature TEXT NOT NULL
);
CREATE INDEX audit_thing ON audit (kind, name);

-- What holds the rows of a table together (src/store/seal.h); part -1 is the whole table.
CREATE TABLE seal (
    tbl      TEXT NOT NULL,
    part     INTEGER NOT NULL,
    rows     BIGINT NOT NULL,
    plain    TEXT NOT NULL,
    weighted TEXT NOT NULL,
    PRIMARY KEY (tbl, part)
);

-- How many captures the assets were derived from: the program's own, so no longer among the settings.
CREATE TABLE identified (
    id       INTEGER PRIMARY KEY NOT NULL,
    captures BIGINT NOT NULL
);
INSERT INTO identified SELECT 1, CAST(value AS BIGINT) FROM setting WHERE name = 'captures_identified';
DELETE FROM setting WHERE name = 'captures_identified';
