-- Each first page of a list shows the few that are pinned.
create index issue_pinned on issue (rid, pinned) where pinned is not null;
