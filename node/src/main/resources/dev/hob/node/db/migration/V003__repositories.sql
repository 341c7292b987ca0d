create table repository (
    id             text    primary key,
    rid            text    not null,
    owner          text    not null references person (id),
    name           text    not null,
    name_key       text    not null,
    did            text    not null,
    description    text    not null,
    is_private     boolean not null,
    default_branch text    not null,
    fork_of        text,
    created        bigint  not null,
    updated        bigint  not null,
    unique (owner, name_key)
);
create index repository_rid on repository (rid);

-- A name that a repository went by; it leads on until somebody takes it.
create table repository_redirect (
    owner      text not null references person (id),
    name_key   text not null,
    repository text not null references repository (id),
    primary key (owner, name_key)
);

create table collaborator (
    repository text not null references repository (id),
    person     text not null references person (id),
    access     text not null,
    primary key (repository, person)
);
