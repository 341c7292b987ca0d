-- Held keys that another node may have signed with since: they came from a backup or a file.
create table waiting_key (
    name   text   primary key,
    reason text   not null,
    since  bigint not null
);
