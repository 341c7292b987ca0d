-- What people mark for everyone to see.
create table star (
    repository text   not null references repository (id),
    person     text   not null references person (id),
    at         bigint not null,
    primary key (repository, person)
);
create index star_person on star (person, at);

-- What people want to hear of, or want never to hear of; without a row they hear of what concerns them.
create table watch (
    repository text    not null references repository (id),
    person     text    not null references person (id),
    ignored    boolean not null,
    at         bigint  not null,
    primary key (repository, person)
);
create index watch_person on watch (person, at);

-- Whoever owns something hears of it.
insert into watch (repository, person, ignored, at) select id, owner, false, created from repository;
