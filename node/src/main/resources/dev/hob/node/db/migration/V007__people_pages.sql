-- What a person tells about themselves.
alter table person add column bio text not null default '';
alter table person add column website text not null default '';
alter table person add column location text not null default '';

-- Where somebody is signed in, as their settings show it.
alter table web_session add column id text not null default '';
alter table web_session add column created bigint not null default 0;
alter table web_session add column used bigint not null default 0;
alter table web_session add column agent text not null default '';
alter table web_session add column address text not null default '';
update web_session
   set id = substr(token_hash, 1, 32), created = expires - 2592000000, used = expires - 2592000000;
create unique index web_session_id on web_session (id);

-- Invitations, as those who made them see and withdraw them.
alter table one_time_link add column id text not null default '';
alter table one_time_link add column made_by text references person (id);
alter table one_time_link add column note text not null default '';
update one_time_link set id = substr(token_hash, 1, 32);
create unique index one_time_link_id on one_time_link (id);

-- Lists of repositories go on behind a key.
create index repository_updated on repository (updated, id);
create index repository_created on repository (created, id);
