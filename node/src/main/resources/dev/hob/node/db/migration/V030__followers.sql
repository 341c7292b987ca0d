-- Who elsewhere follows somebody of this node. All of it is private to the node: nobody else can tell us again.
create table follower (
    local        text   not null, -- person:<id> or repository:<id>
    actor        text   not null,
    host         text   not null,
    inbox        text   not null,
    shared_inbox text,
    follow       text   not null, -- the activity, which an Undo names
    since        bigint not null,
    primary key (local, actor)
);

create index follower_page on follower (local, since, actor);
create index follower_actor on follower (actor);
create index follower_host on follower (host);
