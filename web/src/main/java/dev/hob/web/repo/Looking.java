package dev.hob.web.repo;

import dev.hob.node.refs.RefView;
import dev.hob.node.repo.Repo;
import dev.hob.web.html.RepoHead;
import org.eclipse.jgit.lib.ObjectId;

/// Somebody looks at a commit of a repository, by a branch, a tag or its id.
public record Looking(Repo repo, RefView view, RepoHead head, ObjectId commit, String path) {}
