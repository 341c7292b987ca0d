package dev.hob.cli.remote;

import java.util.Optional;

/// A repository at a node, and as whom we are known there.
public record Place(NodeUrl node, Optional<Login> login, String owner, String name) {
    /// As people write it: `owner/name`.
    public String path() {
        return owner + "/" + name;
    }

    /// Whether both are the same repository.
    public boolean isSame(Place other) {
        return node.equals(other.node) && path().equalsIgnoreCase(other.path());
    }

    /// Where git finds it.
    public String cloneUrl() {
        return node + "/" + path() + ".git";
    }

    /// A path of the API below this repository.
    public String api(String pattern, Object... parts) {
        return Client.path("/repos/{}/{}", owner, name) + Client.path(pattern, parts);
    }

    /// The account that acts; a command that needs one ends without it.
    public String account() {
        return login.map(Login::account)
                .orElseThrow(() -> new Unable("nobody is logged in at " + node + ": hob login " + node));
    }
}
