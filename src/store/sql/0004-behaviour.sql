-- How regularly something is asked, and in which hours of the day (UTC, bit 0 is midnight to one)
-- something is heard.
ALTER TABLE operation ADD COLUMN interval_us BIGINT NOT NULL DEFAULT 0;
ALTER TABLE operation ADD COLUMN regularity SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN hours INTEGER NOT NULL DEFAULT 0;
ALTER TABLE asset ADD COLUMN hours INTEGER NOT NULL DEFAULT 0;
