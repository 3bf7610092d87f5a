-- Who may change what; whoever could log in before could change everything.
ALTER TABLE account ADD COLUMN role TEXT NOT NULL DEFAULT '';
UPDATE account SET role = 'owner';
