-- A cache, made of the log and of git: what happened where, by whom. An id is eight times the position in the log and
-- the number of the part, so that ids rise as positions do. Whoever is not of this node is nobody here: ''.
create table activity (
    id         bigint primary key,
    kind       text   not null,
    repository text   not null,
    person     text   not null,
    pushed     text
);
create index activity_repository on activity (repository, id);
create index activity_person on activity (person, id);
