-- Releases. Those that are published are a cache: what the operations of type dev.hob.release say, folded. A draft is
-- only here until it is published (`is_draft`), and nobody else is told of it; its files are kept in git by the ref
-- refs/hob/drafts/<id>. The id of a published one is its object's, of a draft a random one; the key stays.
create table project_release (
    rid           text    not null,
    id            text    not null,
    release_key   text    not null,
    number        bigint  not null,
    tag           text    not null,
    target        text    not null,
    commit_id     text,
    title         text    not null,
    notes         text    not null,
    is_draft      boolean not null,
    is_prerelease boolean not null,
    author        text    not null,
    created       bigint  not null,
    published     bigint  not null,
    updated       bigint  not null,
    primary key (rid, id)
);
create index project_release_newest on project_release (rid, is_draft, published, id);
create index project_release_tag on project_release (rid, tag);
create index project_release_number on project_release (rid, number);

create table release_asset (
    rid       text   not null,
    object    text   not null,
    position  bigint not null,
    asset_key text   not null,
    name      text   not null,
    size      bigint not null,
    sha256    text   not null,
    blob      text   not null,
    created   bigint not null,
    primary key (rid, object, position)
);

-- How often each was fetched from this node. Private to it, and no cache.
create table asset_download (
    rid       text   not null,
    asset_key text   not null,
    downloads bigint not null,
    primary key (rid, asset_key)
);
