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
