-- What this node knows of its peers. All of it is private to the node.
--
-- What others announced and where they are is a cache that the network fills again; it spares a node that starts from
-- being deaf for an hour. Its ends are those of the tables in memory that it mirrors.
create table peer_announcement (
    node       text   not null,
    kind       text   not null,
    repository text   not null,
    announced  bigint not null,
    message    text   not null,
    primary key (node, kind, repository)
);

create table peer_route (
    repository text   not null,
    node       text   not null,
    announced  bigint not null,
    primary key (repository, node)
);

-- Each address on a line of its own, with the times when it was dialled and when that led somewhere.
create table known_peer (
    node      text   not null primary key,
    version   bigint not null,
    alias     text   not null,
    agent     text   not null,
    announced bigint not null,
    addresses text   not null
);

create table peer_penalty (
    culprit text   not null primary key,
    points  bigint not null
);

-- Which peers have our signed refs of a repository, as they stood at this commit.
create table peer_sync (
    repository text   not null,
    node       text   not null,
    head       text   not null,
    announced  bigint not null,
    primary key (repository, node)
);
create index peer_sync_oldest on peer_sync (announced);

-- Who was spoken with in TLS is not spoken with in clear after.
create table peer_manner (
    node  text   not null primary key,
    tls   boolean not null,
    since bigint not null
);

-- What the operator decided: no cache.
create table seeding (
    repository text not null primary key,
    scope      text not null
);

create table peer_policy (
    node   text not null primary key,
    policy text not null,
    alias  text not null
);

create table persistent_peer (
    node    text   not null primary key,
    address text   not null,
    added   bigint not null
);
