create table log_head (
    position bigint not null
);
insert into log_head (position) values (0);

create table log (
    position bigint primary key,
    at       bigint not null,
    origin   text   not null,
    change   text   not null
);

create table log_cursor (
    reader   text   primary key,
    position bigint not null
);

create table intent (
    id         bigint primary key,
    repository text   not null,
    rid        text   not null,
    origin     text   not null,
    moves      text   not null,
    activity   text,
    at         bigint not null
);
