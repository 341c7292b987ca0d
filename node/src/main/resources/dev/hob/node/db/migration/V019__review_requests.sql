-- Who is asked for a review, as the tracker says it. A request is answered once its reviewer has given more reviews,
-- or worded them anew more often, than they had when they were asked.
create table issue_reviewer (
    rid   text   not null,
    issue text   not null,
    did   text   not null,
    given bigint not null,
    primary key (rid, issue, did)
);
create index issue_reviewer_did on issue_reviewer (did);

-- Reviews that count no more, because a member has said so; until their reviewers say something new.
create table review_dismissal (
    rid     text   not null,
    issue   text   not null,
    review  text   not null,
    version bigint not null,
    reason  text   not null,
    primary key (rid, issue, review)
);

-- How often a review was worded, the first time included.
alter table patch_review add column versions bigint not null default 1;

-- Reviews that are still being written: nobody else's business until they are given, so that they are kept here only.
create table pending_review (
    rid      text   not null,
    patch    text   not null,
    person   text   not null references person (id),
    id       text   not null,
    revision text   not null,
    body     text   not null,
    at       bigint not null,
    primary key (rid, patch, person)
);
create index pending_review_person on pending_review (person);

create table pending_remark (
    rid      text   not null,
    patch    text   not null,
    person   text   not null references person (id),
    position bigint not null,
    id       text   not null unique,
    revision text   not null,
    location text   not null,
    body     text   not null,
    at       bigint not null,
    primary key (rid, patch, person, position)
);
create index pending_remark_person on pending_remark (person);
