-- Pull requests stand among the issues, with which they share numbers, labels, milestones and the way of talking.
alter table issue add column is_patch boolean not null default false;
drop index issue_open_number;
drop index issue_open_updated;
create index issue_open_number on issue (rid, is_patch, is_open, number);
create index issue_open_updated on issue (rid, is_patch, is_open, updated, number);

drop table issue_count;
create table issue_count (
    rid      text    not null,
    is_patch boolean not null,
    opened   bigint  not null,
    closed   bigint  not null,
    primary key (rid, is_patch)
);
insert into issue_count (rid, is_patch, opened, closed)
select rid, is_patch, sum(case when is_open then 1 else 0 end), sum(case when is_open then 0 else 1 end)
  from issue
 group by rid, is_patch;

-- What a pull request has that an issue has not. The branches by their short names; the target is empty for the
-- default branch. The source is where its commits were offered from, when that is a branch on this node.
create table patch (
    rid               text   not null,
    id                text   not null,
    state             text   not null,
    target            text   not null,
    revision          text   not null,
    base              text   not null,
    head              text   not null,
    source_repository text,
    source_branch     text,
    merged_revision   text,
    merged_commit     text,
    merged_by         text,
    merged            bigint,
    primary key (rid, id)
);
create index patch_state on patch (rid, state, target);
create index patch_source on patch (source_repository, source_branch, state);

create table patch_revision (
    rid      text    not null,
    patch    text    not null,
    position bigint  not null,
    id       text    not null,
    author   text    not null,
    acting   text,
    base     text    not null,
    head     text    not null,
    at       bigint  not null,
    redacted boolean not null,
    primary key (rid, patch, position)
);
create index patch_revision_head on patch_revision (rid, head);

create table patch_review (
    rid      text    not null,
    patch    text    not null,
    position bigint  not null,
    id       text    not null,
    revision text    not null,
    author   text    not null,
    acting   text,
    verdict  text,
    at       bigint  not null,
    redacted boolean not null,
    primary key (rid, patch, position)
);

-- Where comments stand, and which of them ask for something. Lines count from 0, the end not included.
create table patch_comment (
    rid       text    not null,
    patch     text    not null,
    entry     text    not null,
    revision  text    not null,
    review    text,
    commit_id text,
    path      text,
    old_start bigint,
    old_end   bigint,
    new_start bigint,
    new_end   bigint,
    reply_to  text,
    resolved  boolean not null,
    primary key (rid, patch, entry)
);
