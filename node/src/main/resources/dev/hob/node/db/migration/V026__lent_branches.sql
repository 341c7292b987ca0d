-- Branches of forks that whoever offers them lets the members of the project push to, until the pull request ends.
-- No other node has a say in who may push here, so that this is kept here only.
create table lent_branch (
    rid    text   not null,
    patch  text   not null,
    person text   not null references person (id),
    at     bigint not null,
    primary key (rid, patch)
);
create index lent_branch_person on lent_branch (person);
