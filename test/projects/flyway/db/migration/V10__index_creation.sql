CREATE INDEX accounts_created ON accounts (created_at HASH);
