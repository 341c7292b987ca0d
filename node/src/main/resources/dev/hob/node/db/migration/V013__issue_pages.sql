-- Files that comments show now: a cache, as the rows of issues are. Nothing else is served from a project's objects.
create table issue_file (
    rid   text not null,
    issue text not null,
    entry text not null,
    name  text not null,
    blob  text not null,
    primary key (rid, issue, entry, name, blob)
);
create index issue_file_blob on issue_file (rid, blob);

create index issue_milestone on issue (rid, milestone, is_open);

-- What a person looks for again and again among a project's issues.
create table saved_view (
    person text   not null references person (id),
    rid    text   not null,
    name   text   not null,
    query  text   not null,
    primary key (person, rid, name)
);
create index saved_view_rid on saved_view (rid);
