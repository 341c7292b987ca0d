package dev.hob.web.html;

import dev.hob.node.code.Commit;
import java.util.Optional;

/// A commit in a list, with the mark of its signature.
public record CommitLine(Commit commit, Optional<Mark> mark) {}
