-- Numbers of issues and pull requests, as each project's home gives them. Those not written to git yet are only here.
create table tracker_number (
    rid     text    not null,
    number  bigint  not null,
    object  text    not null,
    written boolean not null,
    primary key (rid, number)
);
create unique index tracker_number_object on tracker_number (rid, object);

-- Namespaces whose list of signed refs must be renewed.
create table unsigned_namespace (
    rid text not null,
    nid text not null,
    primary key (rid, nid)
);

-- The one object of a type that a project has, such as its tracker.
create table sole_object (
    rid    text not null,
    type   text not null,
    object text not null,
    primary key (rid, type, object)
);

-- From here on a cache: what the operations in git say, folded.
create table issue (
    rid       text    not null,
    id        text    not null,
    number    bigint  not null,
    title     text    not null,
    state     text    not null,
    is_open   boolean not null,
    author    text    not null,
    created   bigint  not null,
    updated   bigint  not null,
    closed    bigint,
    comments  bigint  not null,
    milestone text,
    pinned    bigint,
    locked    text,
    due       bigint,
    primary key (rid, id)
);
create unique index issue_number on issue (rid, number);
create index issue_open_number on issue (rid, is_open, number);
create index issue_open_updated on issue (rid, is_open, updated, number);
create index issue_author on issue (author, is_open);

create table issue_label (
    rid   text not null,
    issue text not null,
    name  text not null,
    primary key (rid, issue, name)
);
create index issue_label_name on issue_label (rid, name, issue);

create table issue_assignee (
    rid   text not null,
    issue text not null,
    did   text not null,
    primary key (rid, issue, did)
);
create index issue_assignee_did on issue_assignee (did, rid, issue);

create table issue_mention (
    rid   text not null,
    issue text not null,
    name  text not null,
    primary key (rid, issue, name)
);
create index issue_mention_name on issue_mention (name, rid, issue);

-- The lines of an issue's history, comments among them.
create table issue_event (
    rid      text   not null,
    issue    text   not null,
    position bigint not null,
    entry    text   not null,
    kind     text   not null,
    author   text   not null,
    acting   text,
    at       bigint not null,
    body     text   not null,
    data     text   not null,
    primary key (rid, issue, position)
);
create index issue_event_entry on issue_event (rid, entry);

-- What issues and comments point at, for the way back.
create table issue_reference (
    rid    text   not null,
    issue  text   not null,
    entry  text   not null,
    path   text   not null,
    number bigint not null,
    closes boolean not null,
    primary key (rid, issue, entry, path, number)
);
create index issue_reference_target on issue_reference (path, number);

-- How many issues a project has, open and closed.
create table issue_count (
    rid    text   primary key,
    opened bigint not null,
    closed bigint not null
);

create table label (
    rid         text not null,
    name        text not null,
    color       text not null,
    description text not null,
    primary key (rid, name)
);

create table milestone (
    rid         text    not null,
    id          text    not null,
    title       text    not null,
    description text    not null,
    is_open     boolean not null,
    due         bigint,
    created     bigint  not null,
    updated     bigint  not null,
    closed      bigint,
    primary key (rid, id)
);

create table issue_dependency (
    rid        text not null,
    issue      text not null,
    depends_on text not null,
    primary key (rid, issue, depends_on)
);
create index issue_dependency_on on issue_dependency (rid, depends_on);

-- Lines that an issue's own operations cannot hold.
create table tracker_event (
    rid      text   not null,
    issue    text   not null,
    position bigint not null,
    entry    text   not null,
    kind     text   not null,
    author   text   not null,
    acting   text,
    at       bigint not null,
    data     text   not null,
    primary key (rid, issue, position)
);
