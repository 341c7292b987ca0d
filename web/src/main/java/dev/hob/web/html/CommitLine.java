package dev.hob.web.html;

import dev.hob.node.code.Commit;
import java.util.Optional;

/// A commit in a list, with the mark of its signature.
///
/// @param path what the file or folder whose history it is was called then; empty for a whole history
/// @param formerly what it was called before, if the commit gave it another name; else empty
/// @param excerpt a line of its message that was looked for and that its subject lacks; else empty
public record CommitLine(Commit commit, Optional<Mark> mark, String path, String formerly, String excerpt) {}
