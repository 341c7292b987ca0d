package dev.hob.cli.remote;

import java.nio.file.Path;
import java.util.List;

/// What a clone holds of a repository's talk. It takes the node's own code, which is loaded only for this.
public interface Fetched {
    /// Where what the node has of this computer's own namespace is noted.
    String PUSHED = "refs/hob/pushed/";

    /// Its issues as a node would tell them, each with its `comment_list`.
    List<Json> issues(Path folder);

    /// Does something, signed by this computer; gives the issue as it is then.
    Json write(Path folder, Login login, Deed deed);

    /// Makes this computer's namespace ready to be pushed; gives the ids of the issues that have something new, with
    /// what they are called.
    List<Json> unpushed(Path folder, Login login);

    /// Notes that the node has all of this computer's namespace.
    void pushed(Path folder, Login login);

    /// Joins what was noted that the node has of this computer's namespace into it: another clone may have pushed too.
    void join(Path folder, Login login);
}
