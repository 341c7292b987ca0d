-- Private repositories for which this node asks another in somebody's name.
create table word_for_node (
    repository text not null,
    node       text not null,
    person     text not null,
    primary key (repository, node)
);
