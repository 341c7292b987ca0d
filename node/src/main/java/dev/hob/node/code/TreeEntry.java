package dev.hob.node.code;

import org.eclipse.jgit.lib.ObjectId;

/// One line of a folder: what it is called, what it is, and which object holds it.
public record TreeEntry(String name, Kind kind, ObjectId id) {
    /// What a tree can hold.
    public enum Kind {
        FOLDER,
        SUBMODULE,
        LINK,
        EXECUTABLE,
        FILE
    }
}
