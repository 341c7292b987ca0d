-- A fork is a namespace of its project's folder (fork_of), or a copy with an identity and a folder of its own, where
-- the two may not be seen by the same people (forked_from). Both name the repository that was forked.
alter table repository add column forked_from text;
create index repository_fork_of on repository (fork_of);
create index repository_forked_from on repository (forked_from);

-- One namespace in a folder is one repository here.
create unique index repository_owner_rid on repository (owner, rid);
