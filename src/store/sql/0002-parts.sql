-- What is said of a module in a device, or of a device behind it: "slot 3", "unit 7".
-- Empty where it is said of the device itself.
ALTER TABLE fact ADD COLUMN part TEXT NOT NULL DEFAULT '';
ALTER TABLE asset_evidence ADD COLUMN part TEXT NOT NULL DEFAULT '';
