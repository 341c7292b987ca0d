-- Commits on a default branch whose message names an issue, as they arrived here.
create table commit_reference (
    rid        text    not null,
    number     bigint  not null,
    repository text    not null,
    commit_id  text    not null,
    subject    text    not null,
    person     text    not null,
    at         bigint  not null,
    closes     boolean not null,
    primary key (rid, number, repository, commit_id)
);
