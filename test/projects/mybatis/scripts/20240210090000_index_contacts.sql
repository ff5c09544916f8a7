-- // index contacts
CREATE INDEX contacts_name ON crm.contacts (name HASH);

-- //@UNDO
DROP INDEX crm.contacts_name;
