-- What people of here say of lines of pull requests elsewhere, and have not sent yet.
create table remark_elsewhere (
    person   text   not null references person (id),
    pull     text   not null, -- its id
    position bigint not null,
    head     text   not null, -- the commit whose changes they have seen
    file     text   not null,
    line     bigint not null,
    side     text   not null, -- OLD or NEW
    body     text   not null,
    at       bigint not null,
    primary key (person, pull, position)
);
