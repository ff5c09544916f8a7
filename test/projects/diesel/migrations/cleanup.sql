DELETE FROM invites;
