-- Remarks at lines of code that somebody has written and not sent yet. Nobody else sees them. Lines count from 0, the
-- end not included.
create table review_draft (
    id        text   not null primary key,
    person    text   not null references person (id),
    rid       text   not null,
    patch     text   not null,
    revision  text   not null,
    commit_id text   not null,
    path      text   not null,
    old_start bigint,
    old_end   bigint,
    new_start bigint,
    new_end   bigint,
    body      text   not null,
    at        bigint not null
);
create index review_draft_of on review_draft (person, rid, patch, at);
create index review_draft_rid on review_draft (rid);

-- Files of pull requests that somebody has looked through: with other content they are unseen again.
create table viewed_file (
    person  text not null references person (id),
    rid     text not null,
    patch   text not null,
    path    text not null,
    content text not null,
    primary key (person, rid, patch, path)
);
create index viewed_file_rid on viewed_file (rid);
