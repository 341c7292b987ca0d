-- Where a repository is now that has moved to another server: its actor there, its page, and where it is cloned.
alter table repository add column moved_to text;
alter table repository add column moved_page text;
alter table repository add column moved_clone text;

-- Repositories elsewhere that one of here was before.
create table repository_residence (
    repository text   not null,
    actor      text   not null,
    at         bigint not null,
    primary key (repository, actor)
);

-- Who of elsewhere works on a repository, was asked to, or asked for it, and how far.
create table remote_collaborator (
    repository text   not null,
    actor      text   not null,
    handle     text   not null,
    inbox      text   not null,
    role       text   not null, -- triage or write
    state      text   not null, -- INVITED, ASKED or GRANTED
    asked      text   not null, -- the Invite or the Join
    capability text,            -- the Grant
    at         bigint not null,
    primary key (repository, actor)
);
create index remote_collaborator_asked on remote_collaborator (asked);

-- What people of here may do in repositories of other servers, or were asked to do.
create table work_elsewhere (
    local      text   not null,
    repository text   not null,
    inbox      text   not null,
    role       text   not null,
    state      text   not null, -- INVITED, ASKED or GRANTED
    asked      text   not null, -- the Invite or the Join
    inviter    text,
    capability text,
    at         bigint not null,
    primary key (local, repository)
);
create index work_elsewhere_repository on work_elsewhere (repository);
