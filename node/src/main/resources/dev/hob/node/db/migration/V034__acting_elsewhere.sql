-- Whom people of here follow elsewhere, and what was answered.
create table followed (
    local  text   not null, -- person:<id>
    actor  text   not null,
    inbox  text   not null,
    follow text   not null unique, -- the activity, which an Accept or Reject names
    state  text   not null, -- ASKED, ACCEPTED or REJECTED
    why    text   not null,
    since  bigint not null,
    primary key (local, actor)
);

create index followed_page on followed (local, since, actor);
create index followed_actor on followed (actor, state);

-- The stars that people of here gave elsewhere.
create table star_elsewhere (
    local      text   not null, -- person:<id>
    repository text   not null,
    inbox      text   not null,
    activity   text   not null unique, -- the Like, which an Undo names
    at         bigint not null,
    primary key (local, repository)
);

create index star_elsewhere_page on star_elsewhere (local, at, repository);

-- What people of here wrote elsewhere, and what became of it.
create table written_elsewhere (
    id       text   primary key,
    local    text   not null, -- person:<id>
    kind     text   not null, -- ISSUE or COMMENT
    asked    text   not null, -- the actor whose answer counts
    activity text   not null unique,
    object   text   unique, -- a comment's own id
    ticket   text, -- what it is about; of an issue its own id, once it has one
    answers  text, -- what a comment answers
    called   text   not null, -- whom a comment is for: an id and a handle on each line
    title    text   not null,
    body     text   not null,
    state    text   not null, -- ASKED, ACCEPTED or REJECTED
    why      text   not null,
    at       bigint not null
);

create index written_elsewhere_page on written_elsewhere (local, at, id);
create index written_elsewhere_ticket on written_elsewhere (ticket);

-- What those said, or passed on, whom somebody of here follows, and what was said in answer to people of here. The
-- whole of it is at its author's.
create table heard (
    actor  text   not null, -- who said it or passed it on
    object text   not null,
    author text   not null,
    kind   text   not null, -- NOTE, TICKET or RELEASE
    thread text, -- something of here's people that it belongs to
    title  text   not null,
    said   text   not null, -- how it begins, without any structure
    page   text   not null,
    at     bigint not null,
    primary key (actor, object)
);

create index heard_actor on heard (actor, at, object);
create index heard_thread on heard (thread, at);
create index heard_object on heard (object);
create index heard_at on heard (at);
