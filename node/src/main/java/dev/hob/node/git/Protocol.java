package dev.hob.node.git;

import java.util.Arrays;
import java.util.Optional;

/// The version of git's wire protocol that a client asks for in its `Git-Protocol` header.
public enum Protocol {
    V0("version=0"),
    V1("version=1"),
    V2("version=2");

    private final String parameter;

    Protocol(String parameter) {
        this.parameter = parameter;
    }

    String parameter() {
        return parameter;
    }

    /// What a header asks for; v0 when it asks for nothing that is known. Keys are separated by colons
    /// (gitprotocol-http, "Git-Protocol").
    public static Protocol of(Optional<String> header) {
        var keys = Arrays.asList(header.orElse("").split(":", -1));
        if (keys.contains(V2.parameter)) return V2;
        return keys.contains(V1.parameter) ? V1 : V0;
    }
}
