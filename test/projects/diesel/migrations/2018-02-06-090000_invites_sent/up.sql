CREATE INDEX invites_sent ON invites (sent_on ASC);
