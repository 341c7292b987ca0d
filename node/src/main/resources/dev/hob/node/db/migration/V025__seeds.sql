-- A repository that this node keeps for others belongs to a peer: a row that is no account. It counts as deleted for
-- whoever looks for accounts, has no key (its name is the node id of the repository's first delegate; that key may be
-- an account's or a device's here), and goes with its last repository.
alter table person add column peer boolean not null default false;

-- What is kept for others, and the revision of its identity that all of it was last judged by; empty until then.
create table seed (
    rid      text primary key,
    identity text not null
);

-- Whom a kept repository's identity names: who decides, and who may see it when not everybody may.
create table seed_key (
    rid      text    not null,
    did      text    not null,
    delegate boolean not null,
    primary key (rid, did)
);
create index seed_key_did on seed_key (did);

-- What those call themselves who sign operations with keys that are no account's, by their newest one. A cache.
create table key_name (
    did  text   primary key,
    name text   not null,
    at   bigint not null
);
