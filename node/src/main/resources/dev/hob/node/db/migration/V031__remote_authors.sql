-- Those who are known only by an actor's address. Their keys grow from one secret and the address.
create table remote_author (
    did    text   primary key,
    actor  text   not null unique,
    handle text   not null,
    name   text   not null,
    page   text   not null,
    icon   text   not null,
    seen   bigint not null
);

-- The key of a project's guest namespace, in which all that remote authors say of it hangs.
create table guest_namespace (
    rid text primary key,
    did text not null unique
);

-- What has become of remote authors' activities in git, each once. The evidence in the entries says the same.
create table guest_entry (
    activity text   primary key,
    object   text   unique,
    actor    text   not null,
    rid      text   not null,
    about    text   not null,
    entry    text   not null,
    at       bigint not null
);
create index guest_entry_entry on guest_entry (rid, entry);
create index guest_entry_actor on guest_entry (actor, at);

-- Stars of those elsewhere.
create table remote_star (
    repository text   not null,
    actor      text   not null,
    at         bigint not null,
    primary key (repository, actor)
);
create index remote_star_actor on remote_star (actor);

-- What strangers may do in a repository; without a row, what is usual.
create table guest_rule (
    repository text    primary key,
    mentions   boolean not null,
    approve    boolean not null
);

-- Those who need no leave any more.
create table guest_trust (
    actor text   primary key,
    at    bigint not null
);

-- What other servers have sent here. What is settled keeps its line for a while, so that it is not done again.
create table inbox_activity (
    position bigint  primary key,
    activity text    not null unique,
    kind     text    not null,
    object   text,
    actor    text    not null,
    host     text    not null,
    key_id   text    not null,
    digest   text    not null,
    body     text,
    received bigint  not null,
    state    text    not null, -- waiting, held, done, ignored or refused
    told     text    not null,
    tries    integer not null,
    due      bigint  not null,
    approved boolean not null
);
create index inbox_activity_host on inbox_activity (state, host, position);
create index inbox_activity_due on inbox_activity (state, due);
create index inbox_activity_received on inbox_activity (received);

-- What was taken back before it came, or after: it is not taken again.
create table inbox_tombstone (
    id    text   not null,
    actor text   not null,
    at    bigint not null,
    primary key (id, actor)
);
create index inbox_tombstone_at on inbox_tombstone (at);

-- Who elsewhere has passed something of ours on.
create table remote_announce (
    subject text   not null,
    actor   text   not null,
    at      bigint not null,
    primary key (subject, actor)
);
create index remote_announce_actor on remote_announce (actor);

-- Complaints of other servers, for the administrator.
create table remote_report (
    activity text   primary key,
    actor    text   not null,
    host     text   not null,
    objects  text   not null,
    body     text   not null,
    at       bigint not null,
    closed   bigint
);
create index remote_report_open on remote_report (closed, at);

-- Who elsewhere wants to hear nothing of somebody here.
create table remote_block (
    local text   not null,
    actor text   not null,
    at    bigint not null,
    primary key (local, actor)
);
