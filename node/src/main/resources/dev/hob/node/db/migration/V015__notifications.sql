-- What people want to hear of one issue, where they said so; without a row they hear of what they have a part in.
create table issue_subscription (
    rid        text    not null,
    issue      text    not null,
    person     text    not null references person (id),
    subscribed boolean not null,
    at         bigint  not null,
    primary key (rid, issue, person)
);
create index issue_subscription_person on issue_subscription (person);

-- What people hear: one line for each of them and each issue. It says nothing of its own but where in the log it
-- happened: last, first since they looked, and how far they have looked. What is latest and not seen is unread.
create table notification (
    person     text    not null references person (id),
    id         bigint  not null,
    repository text    not null,
    rid        text    not null,
    issue      text    not null,
    reason     text    not null,
    at         bigint  not null,
    latest     bigint  not null,
    since      bigint  not null,
    seen       bigint  not null,
    pinned     boolean not null,
    primary key (person, id)
);
create unique index notification_issue on notification (person, rid, issue);
create index notification_latest on notification (person, latest);
create index notification_unread on notification (person, repository) where latest > seen;
create index notification_repository on notification (repository);

-- What happened before there were notifications is no news.
insert into log_cursor (reader, position) select 'notifications-told', position from log_head;
