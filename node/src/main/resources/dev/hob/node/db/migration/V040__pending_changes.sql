-- What somebody has written for a branch and not committed yet: nobody else's business until it is, so that it is kept
-- here only.
create table pending_change (
    repository text   not null,
    branch     text   not null,
    person     text   not null references person (id),
    path       text   not null,
    -- Where the file was; none of a new one.
    origin     text,
    -- The blob that was seen there.
    expected   text,
    -- In base64; none of a file that goes.
    content    text,
    bytes      bigint not null,
    at         bigint not null,
    primary key (repository, branch, person, path)
);
create index pending_change_person on pending_change (person);
create index pending_change_at on pending_change (at);
