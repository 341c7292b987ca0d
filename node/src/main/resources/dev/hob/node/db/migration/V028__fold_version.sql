-- How often the rows of a project's issues, pull requests and the like were written: what was worked out from them holds
-- as long as this stays.
create table fold_version (
    rid     text   primary key,
    version bigint not null
);
