-- What was told to followers, in the order of the log: which activity, and of what. Its text is made again from what is
-- there, so that nothing taken back stays here.
create table announcement (
    actor    text    not null, -- person:<id> or repository:<id>
    position bigint  not null,
    part     integer not null,
    kind     text    not null, -- CREATE, ANNOUNCE, UPDATE or DELETE
    subject  text    not null, -- its id
    since    bigint  not null, -- the first of the pushes that it tells of; else the position
    at       bigint  not null,
    primary key (actor, position, part)
);

create index announcement_subject on announcement (subject);
create index announcement_kind on announcement (kind);

-- What the owner of a repository wants told otherwise than is usual.
create table told_kind (
    repository text    not null,
    kind       text    not null,
    is_told    boolean not null,
    primary key (repository, kind)
);

-- Pushes wait a moment for those that follow, so that many become one note.
create table waiting_push (
    repository text   not null primary key,
    since      bigint not null,
    position   bigint not null,
    first_at   bigint not null,
    last_at    bigint not null
);
