-- From where pull requests were offered by others' servers: the next offer of the same branch brings new commits for
-- the same one.
create table offered_pull (
    rid   text   not null,
    patch text   not null,
    actor text   not null,
    fork  text   not null,
    ref   text   not null,
    clone text   not null,
    at    bigint not null,
    primary key (rid, patch)
);
create index offered_pull_from on offered_pull (rid, actor, fork, ref);

-- Pull requests that people of here have offered to repositories elsewhere.
create table asked_pull (
    id         text   primary key,
    person     text   not null,
    repository text   not null,
    branch     text   not null,
    tracker    text   not null,
    handle     text   not null,
    target     text   not null, -- empty for the default branch there
    title      text   not null,
    body       text   not null,
    head       text   not null, -- what was offered last
    state      text   not null, -- asked, open, rejected, closed or merged
    told       text   not null,
    result     text,
    merged     text,
    at         bigint not null,
    changed    bigint not null
);
create index asked_pull_person on asked_pull (person, at);
create index asked_pull_branch on asked_pull (repository, branch);
create index asked_pull_result on asked_pull (result);

-- Each time that one was offered: what the answer names.
create table asked_pull_offer (
    activity text   primary key,
    pull     text   not null,
    head     text   not null,
    at       bigint not null
);
create index asked_pull_offer_pull on asked_pull_offer (pull);

-- Repositories of here that were begun with what another server has.
create table remote_fork (
    repository text   primary key,
    person     text   not null,
    origin     text   not null,
    handle     text   not null,
    url        text   not null,
    state      text   not null, -- fetching, done or failed
    told       text   not null,
    at         bigint not null
);
create index remote_fork_state on remote_fork (state);
