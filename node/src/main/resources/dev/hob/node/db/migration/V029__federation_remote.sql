-- The keys of this node's actors, by kind (rsa, ed25519), sealed by the master key.
create table actor_key (
    actor  text   not null,
    kind   text   not null,
    sealed text   not null,
    added  bigint not null,
    primary key (actor, kind)
);

-- What other instances showed of their actors, and their keys: caches, but for who was deleted.
create table remote_actor (
    id       text   not null primary key,
    handle   text   not null,
    document text   not null,
    fetched  bigint not null
);
create index remote_actor_handle on remote_actor (handle);
create index remote_actor_fetched on remote_actor (fetched);

create table remote_tombstone (
    id text   not null primary key,
    at bigint not null
);
create index remote_tombstone_at on remote_tombstone (at);

create table remote_key (
    id      text    not null primary key,
    owner   text    not null,
    key     text    not null,
    asserts boolean not null,
    fetched bigint  not null
);
create index remote_key_owner on remote_key (owner);
create index remote_key_fetched on remote_key (fetched);

-- What the administrator decided about other instances.
create table instance_rule (
    host   text   not null primary key,
    rule   text   not null,
    reason text   not null,
    since  bigint not null
);

-- What is to be delivered. Positions are given in the order in which actors spoke; a body is kept once.
create table delivery_head (
    position bigint not null
);
insert into delivery_head (position) values (0);

create table delivery_body (
    position bigint not null primary key,
    actor    text   not null,
    activity text   not null,
    body     text   not null,
    queued   bigint not null
);
create index delivery_body_activity on delivery_body (activity, actor);

create table delivery (
    position bigint  not null references delivery_body (position),
    inbox    text    not null,
    host     text    not null,
    actor    text    not null,
    tries    integer not null,
    due      bigint  not null,
    why      text    not null,
    primary key (position, inbox)
);
create index delivery_order on delivery (host, actor, position);
create index delivery_turn on delivery (host, position, inbox);

-- Hosts that did not answer last time, or that are left alone because they did not for a week.
create table delivery_host (
    host   text    not null primary key,
    tries  integer not null,
    since  bigint  not null,
    due    bigint  not null,
    parked boolean not null,
    why    text    not null
);
