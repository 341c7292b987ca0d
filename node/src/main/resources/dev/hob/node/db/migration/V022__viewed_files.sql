-- Files of pull requests that somebody has looked through: with other content they are unseen again.
create table viewed_file (
    person  text not null references person (id),
    rid     text not null,
    patch   text not null,
    path    text not null,
    content text not null,
    primary key (person, rid, patch, path)
);
create index viewed_file_rid on viewed_file (rid);
