-- Words that a repository is found by.
create table topic (
    repository text not null references repository (id),
    name       text not null,
    primary key (repository, name)
);
create index topic_name on topic (name);
