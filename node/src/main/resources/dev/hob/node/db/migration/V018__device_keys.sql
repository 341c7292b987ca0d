-- Keys that sign for a person and are held on a computer of theirs. A row stays when its key is revoked: what the key
-- has signed until then stays that person's.
create table device_key (
    did     text   primary key,
    person  text   not null references person (id),
    name    text   not null,
    added   bigint not null,
    revoked bigint
);
create index device_key_person on device_key (person);
