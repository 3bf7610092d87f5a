-- The ledgers: what people keep of the program, as src/model/ledgers describes it, one table each.
-- Texts are empty, numbers and dates 0 where nothing is said; lists have ';' between their entries.
ALTER TABLE registered RENAME TO register;

CREATE TABLE claims (
    assessment     TEXT NOT NULL, -- an id of assessments; empty: the standing claims
    requirement    TEXT NOT NULL CHECK (requirement <> ''),
    level          SMALLINT NOT NULL CHECK (level BETWEEN 0 AND 4),
    target         SMALLINT NOT NULL CHECK (target BETWEEN 0 AND 4),
    narrative      TEXT NOT NULL,
    assessor       TEXT NOT NULL,
    method         TEXT NOT NULL,
    sample         TEXT NOT NULL,
    at             BIGINT NOT NULL,
    not_applicable SMALLINT NOT NULL CHECK (not_applicable IN (0, 1)),
    reason         TEXT NOT NULL,
    approver       TEXT NOT NULL,
    covered_by     TEXT NOT NULL,
    PRIMARY KEY (assessment, requirement)
);
INSERT INTO claims SELECT '', requirement, level, target, narrative, assessor, method, '', claimed_at,
    not_applicable, reason, approver, '' FROM claim;
DROP TABLE claim;

ALTER TABLE evidence ADD COLUMN period_from BIGINT NOT NULL DEFAULT 0;
ALTER TABLE evidence ADD COLUMN period_to BIGINT NOT NULL DEFAULT 0;
ALTER TABLE evidence ADD COLUMN received BIGINT NOT NULL DEFAULT 0;

ALTER TABLE measure RENAME TO measures;
ALTER TABLE measures ADD COLUMN legacy TEXT NOT NULL DEFAULT '';
ALTER TABLE measures ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE measures ADD COLUMN conduit TEXT NOT NULL DEFAULT '';
ALTER TABLE measures ADD COLUMN residual TEXT NOT NULL DEFAULT '';
ALTER TABLE measures ADD COLUMN tested_by TEXT NOT NULL DEFAULT '';

CREATE TABLE scopes (
    id       TEXT NOT NULL DEFAULT '',
    name     TEXT NOT NULL DEFAULT '',
    kind     TEXT NOT NULL DEFAULT '',
    parent   TEXT NOT NULL DEFAULT '',
    remote   SMALLINT NOT NULL DEFAULT 0,
    place    TEXT NOT NULL DEFAULT '',
    owner    TEXT NOT NULL DEFAULT '',
    includes TEXT NOT NULL DEFAULT '',
    excludes TEXT NOT NULL DEFAULT '',
    zones    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id)
);

CREATE TABLE parties (
    id      TEXT NOT NULL DEFAULT '',
    name    TEXT NOT NULL DEFAULT '',
    kind    TEXT NOT NULL DEFAULT '',
    contact TEXT NOT NULL DEFAULT '',
    note    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id)
);

CREATE TABLE people (
    id       TEXT NOT NULL DEFAULT '',
    name     TEXT NOT NULL DEFAULT '',
    party    TEXT NOT NULL DEFAULT '',
    function TEXT NOT NULL DEFAULT '',
    contact  TEXT NOT NULL DEFAULT '',
    until    BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id)
);

CREATE TABLE trainings (
    id        TEXT NOT NULL DEFAULT '',
    person    TEXT NOT NULL DEFAULT '',
    topic     TEXT NOT NULL DEFAULT '',
    level     TEXT NOT NULL DEFAULT '',
    completed BIGINT NOT NULL DEFAULT 0,
    expires   BIGINT NOT NULL DEFAULT 0,
    evidence  TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id)
);

CREATE TABLE competences (
    function TEXT NOT NULL DEFAULT '',
    topic    TEXT NOT NULL DEFAULT '',
    level    TEXT NOT NULL DEFAULT '',
    months   BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (function, topic)
);

CREATE TABLE assessments (
    id          TEXT NOT NULL DEFAULT '',
    title       TEXT NOT NULL DEFAULT '',
    scope       TEXT NOT NULL DEFAULT '',
    profile     TEXT NOT NULL DEFAULT '',
    state       TEXT NOT NULL DEFAULT '',
    begun       BIGINT NOT NULL DEFAULT 0,
    closed      BIGINT NOT NULL DEFAULT 0,
    lead        TEXT NOT NULL DEFAULT '',
    team        TEXT NOT NULL DEFAULT '',
    edition     TEXT NOT NULL DEFAULT '',
    copied_from TEXT NOT NULL DEFAULT '',
    note        TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id)
);

CREATE TABLE sessions (
    id           TEXT NOT NULL DEFAULT '',
    assessment   TEXT NOT NULL DEFAULT '',
    held         BIGINT NOT NULL DEFAULT 0,
    method       TEXT NOT NULL DEFAULT '',
    participants TEXT NOT NULL DEFAULT '',
    requirements TEXT NOT NULL DEFAULT '',
    sample       TEXT NOT NULL DEFAULT '',
    notes        TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id)
);

CREATE TABLE legacy (
    id            TEXT NOT NULL DEFAULT '',
    name          TEXT NOT NULL DEFAULT '',
    asset         TEXT NOT NULL DEFAULT '',
    reason        TEXT NOT NULL DEFAULT '',
    lacks         TEXT NOT NULL DEFAULT '',
    support_ended BIGINT NOT NULL DEFAULT 0,
    owner         TEXT NOT NULL DEFAULT '',
    replaced_by   BIGINT NOT NULL DEFAULT 0,
    exit_plan     TEXT NOT NULL DEFAULT '',
    note          TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id)
);

CREATE TABLE findings (
    id           TEXT NOT NULL DEFAULT '',
    title        TEXT NOT NULL DEFAULT '',
    assessment   TEXT NOT NULL DEFAULT '',
    requirement  TEXT NOT NULL DEFAULT '',
    scope        TEXT NOT NULL DEFAULT '',
    zone         TEXT NOT NULL DEFAULT '',
    grade        TEXT NOT NULL DEFAULT '',
    objective    TEXT NOT NULL DEFAULT '',
    evidence     TEXT NOT NULL DEFAULT '',
    signal       TEXT NOT NULL DEFAULT '',
    cause        TEXT NOT NULL DEFAULT '',
    consequence  TEXT NOT NULL DEFAULT '',
    state        TEXT NOT NULL DEFAULT '',
    raised       BIGINT NOT NULL DEFAULT 0,
    raised_by    TEXT NOT NULL DEFAULT '',
    due          BIGINT NOT NULL DEFAULT 0,
    verified     BIGINT NOT NULL DEFAULT 0,
    verified_by  TEXT NOT NULL DEFAULT '',
    verification TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id)
);

CREATE TABLE lessons (
    id         TEXT NOT NULL DEFAULT '',
    title      TEXT NOT NULL DEFAULT '',
    happened   BIGINT NOT NULL DEFAULT 0,
    scope      TEXT NOT NULL DEFAULT '',
    what       TEXT NOT NULL DEFAULT '',
    cause      TEXT NOT NULL DEFAULT '',
    recurrence TEXT NOT NULL DEFAULT '',
    checked    BIGINT NOT NULL DEFAULT 0,
    recurred   SMALLINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id)
);

CREATE TABLE actions (
    id           TEXT NOT NULL DEFAULT '',
    title        TEXT NOT NULL DEFAULT '',
    finding      TEXT NOT NULL DEFAULT '',
    lesson       TEXT NOT NULL DEFAULT '',
    requirements TEXT NOT NULL DEFAULT '',
    risk         TEXT NOT NULL DEFAULT '',
    owner        TEXT NOT NULL DEFAULT '',
    party        TEXT NOT NULL DEFAULT '',
    cost         BIGINT NOT NULL DEFAULT 0,
    outage       TEXT NOT NULL DEFAULT '',
    outage_hours BIGINT NOT NULL DEFAULT 0,
    depends      TEXT NOT NULL DEFAULT '',
    due          BIGINT NOT NULL DEFAULT 0,
    phase        TEXT NOT NULL DEFAULT '',
    state        TEXT NOT NULL DEFAULT '',
    done         BIGINT NOT NULL DEFAULT 0,
    reduction    BIGINT NOT NULL DEFAULT 0,
    cannot_wait  SMALLINT NOT NULL DEFAULT 0,
    verification TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id)
);

CREATE TABLE duties (
    requirement TEXT NOT NULL DEFAULT '',
    role        TEXT NOT NULL DEFAULT '',
    letters     TEXT NOT NULL DEFAULT '',
    party       TEXT NOT NULL DEFAULT '',
    reference   TEXT NOT NULL DEFAULT '',
    contract    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (requirement, role)
);

CREATE TABLE provisions (
    party       TEXT NOT NULL DEFAULT '',
    requirement TEXT NOT NULL DEFAULT '',
    required    SMALLINT NOT NULL DEFAULT 0,
    declared    SMALLINT NOT NULL DEFAULT 0,
    shown       SMALLINT NOT NULL DEFAULT 0,
    evidence    TEXT NOT NULL DEFAULT '',
    contract    TEXT NOT NULL DEFAULT '',
    note        TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (party, requirement)
);

CREATE TABLE products (
    id           TEXT NOT NULL DEFAULT '',
    name         TEXT NOT NULL DEFAULT '',
    supplier     TEXT NOT NULL DEFAULT '',
    model        TEXT NOT NULL DEFAULT '',
    version      TEXT NOT NULL DEFAULT '',
    kind         TEXT NOT NULL DEFAULT '',
    zones        TEXT NOT NULL DEFAULT '',
    assets       TEXT NOT NULL DEFAULT '',
    support_ends BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id)
);

CREATE TABLE declarations (
    product     TEXT NOT NULL DEFAULT '',
    requirement TEXT NOT NULL DEFAULT '',
    level       SMALLINT NOT NULL DEFAULT 0,
    evidence    TEXT NOT NULL DEFAULT '',
    note        TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (product, requirement)
);

CREATE TABLE certificates (
    id       TEXT NOT NULL DEFAULT '',
    title    TEXT NOT NULL DEFAULT '',
    party    TEXT NOT NULL DEFAULT '',
    product  TEXT NOT NULL DEFAULT '',
    scheme   TEXT NOT NULL DEFAULT '',
    number   TEXT NOT NULL DEFAULT '',
    issued   BIGINT NOT NULL DEFAULT 0,
    expires  BIGINT NOT NULL DEFAULT 0,
    covers   TEXT NOT NULL DEFAULT '',
    evidence TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id)
);

CREATE TABLE controls (
    id          TEXT NOT NULL DEFAULT '',
    title       TEXT NOT NULL DEFAULT '',
    applicable  SMALLINT NOT NULL DEFAULT 0,
    implemented SMALLINT NOT NULL DEFAULT 0,
    reference   TEXT NOT NULL DEFAULT '',
    owner       TEXT NOT NULL DEFAULT '',
    note        TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id)
);

CREATE TABLE coverages (
    requirement TEXT NOT NULL DEFAULT '',
    control     TEXT NOT NULL DEFAULT '',
    relation    TEXT NOT NULL DEFAULT '',
    reference   TEXT NOT NULL DEFAULT '',
    provenance  TEXT NOT NULL DEFAULT '',
    checked     BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (requirement, control)
);

CREATE TABLE mappings (
    id          TEXT NOT NULL DEFAULT '',
    framework   TEXT NOT NULL DEFAULT '',
    control     TEXT NOT NULL DEFAULT '',
    title       TEXT NOT NULL DEFAULT '',
    requirement TEXT NOT NULL DEFAULT '',
    relation    TEXT NOT NULL DEFAULT '',
    provenance  TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id)
);

CREATE TABLE clauses (
    id          TEXT NOT NULL DEFAULT '',
    answer      TEXT NOT NULL DEFAULT '',
    answered    BIGINT NOT NULL DEFAULT 0,
    answered_by TEXT NOT NULL DEFAULT '',
    look_at     TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id)
);

CREATE TABLE metrics (
    id          TEXT NOT NULL DEFAULT '',
    title       TEXT NOT NULL DEFAULT '',
    requirement TEXT NOT NULL DEFAULT '',
    definition  TEXT NOT NULL DEFAULT '',
    source      TEXT NOT NULL DEFAULT '',
    signal      TEXT NOT NULL DEFAULT '',
    figure      TEXT NOT NULL DEFAULT '',
    unit        TEXT NOT NULL DEFAULT '',
    target      BIGINT NOT NULL DEFAULT 0,
    better      TEXT NOT NULL DEFAULT '',
    owner       TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id)
);

CREATE TABLE readings (
    metric TEXT NOT NULL DEFAULT '',
    day    BIGINT NOT NULL DEFAULT 0,
    value  BIGINT NOT NULL DEFAULT 0,
    note   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (metric, day)
);

CREATE TABLE reviews (
    id           TEXT NOT NULL DEFAULT '',
    metric       TEXT NOT NULL DEFAULT '',
    held         BIGINT NOT NULL DEFAULT 0,
    participants TEXT NOT NULL DEFAULT '',
    decision     TEXT NOT NULL DEFAULT '',
    change       TEXT NOT NULL DEFAULT '',
    action       TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id)
);

CREATE TABLE policies (
    id          TEXT NOT NULL DEFAULT '',
    element     TEXT NOT NULL DEFAULT '',
    title       TEXT NOT NULL DEFAULT '',
    body        TEXT NOT NULL DEFAULT '',
    owner       TEXT NOT NULL DEFAULT '',
    version     TEXT NOT NULL DEFAULT '',
    approved    BIGINT NOT NULL DEFAULT 0,
    approver    TEXT NOT NULL DEFAULT '',
    next_review BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id)
);
