-- A run of a live interface is a capture as well; these say how it was listened to.
ALTER TABLE capture ADD COLUMN interface TEXT NOT NULL DEFAULT '';
ALTER TABLE capture ADD COLUMN from_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE capture ADD COLUMN to_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE capture ADD COLUMN down BIGINT NOT NULL DEFAULT 0;
ALTER TABLE capture ADD COLUMN gap BIGINT NOT NULL DEFAULT 0;
ALTER TABLE capture ADD COLUMN dropped BIGINT NOT NULL DEFAULT 0;
ALTER TABLE capture ADD COLUMN missed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE capture ADD COLUMN not_kept BIGINT NOT NULL DEFAULT 0;

-- Its rows change while it goes on, and are found by what they are about.
CREATE INDEX binding_place ON binding (capture, mac);
CREATE INDEX fact_place ON fact (capture, about);
