-- Complaints, of other servers and of people here, for the administrator; each has a number of its own.
create table report (
    number   bigint primary key,
    activity text   unique,          -- of another server; none when somebody of here complains
    actor    text   not null,        -- the address of who complains, or person:<id>
    host     text   not null,        -- empty for people of here
    objects  text   not null,        -- what it is about, an address a line
    body     text   not null,
    at       bigint not null,
    closed   bigint
);
create index report_open on report (closed, at);

insert into report (number, activity, actor, host, objects, body, at, closed)
select row_number() over (order by at, activity), activity, actor, host, objects, body, at, closed
  from remote_report;

drop table remote_report;

-- Whom elsewhere somebody of here wants to hear nothing of: person:<id>, or node for all.
create table blocked_actor (
    local  text   not null,
    actor  text   not null,
    handle text   not null,
    at     bigint not null,
    primary key (local, actor)
);
create index blocked_actor_actor on blocked_actor (actor);

-- Whose owner may let be done what is held; none where only the administrator may.
alter table inbox_activity add column repository text;
create index inbox_activity_repository on inbox_activity (repository, state);

-- How much one stranger may say in a repository within a day.
alter table guest_rule add column daily integer not null default 200;

-- Followers that understand what forges say to each other.
alter table follower add column forge boolean not null default false;

-- Accounts elsewhere that are somebody's of here, too, and the one that they have moved to.
create table residence (
    person text    not null,
    actor  text    not null,
    moved  boolean not null,
    at     bigint  not null,
    primary key (person, actor)
);
