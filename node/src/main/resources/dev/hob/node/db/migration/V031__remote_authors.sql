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
