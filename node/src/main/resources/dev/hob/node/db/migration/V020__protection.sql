-- Rules for branches and tags. A cache: what the operations of type dev.hob.protection say, folded.
create table protection_rule (
    rid     text   not null,
    kind    text   not null,
    pattern text   not null,
    rule    text   not null,
    created bigint not null,
    updated bigint not null,
    primary key (rid, kind, pattern)
);

-- What checks report of commits. An id is the position in the log at which it was reported; of each context the newest
-- counts.
create table commit_status (
    repository  text   not null references repository (id),
    commit_id   text   not null,
    id          bigint not null,
    context     text   not null,
    state       text   not null,
    target_url  text   not null,
    description text   not null,
    creator     text   not null,
    at          bigint not null,
    primary key (repository, commit_id, id)
);

-- Pull requests that are to be merged as soon as nothing is missing any more: who wants it, how, and which commits.
create table automatic_merge (
    rid        text    not null,
    patch      text    not null,
    repository text    not null references repository (id),
    person     text    not null,
    way        text    not null,
    message    text    not null,
    head       text    not null,
    leaves     boolean not null,
    at         bigint  not null,
    primary key (rid, patch)
);

-- What happened before merges could wait for it makes nothing ready.
insert into log_cursor (reader, position) select 'automatic-merges', position from log_head;
