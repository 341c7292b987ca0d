-- Names are never given again: a deleted account keeps its row and its name.
create table person (
    id           text    primary key,
    name         text    not null unique,
    email        text    not null,
    display_name text    not null,
    admin        boolean not null,
    disabled     boolean not null,
    deleted      boolean not null,
    did          text    not null unique,
    password     text,
    created      bigint  not null
);

create table held_key (
    name   text   primary key,
    sealed text   not null,
    added  bigint not null
);

create table web_session (
    token_hash text   primary key,
    person     text   not null references person (id),
    csrf       text   not null,
    expires    bigint not null
);
create index web_session_person on web_session (person);

create table access_token (
    id         text   primary key,
    person     text   not null references person (id),
    name       text   not null,
    token_hash text   not null unique,
    last_eight text   not null,
    scopes     text   not null,
    limited_to text,
    created    bigint not null,
    expires    bigint,
    revoked    bigint,
    used       bigint,
    unique (person, name)
);

create table one_time_link (
    token_hash text    primary key,
    purpose    text    not null,
    person     text    references person (id),
    admin      boolean not null,
    expires    bigint  not null
);

create table ssh_key (
    id          text   primary key,
    person      text   not null references person (id),
    title       text   not null,
    line        text   not null,
    fingerprint text   not null unique,
    added       bigint not null
);

create table setting (
    name  text primary key,
    value text not null
);
