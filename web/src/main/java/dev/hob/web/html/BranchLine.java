package dev.hob.web.html;

import dev.hob.node.code.Commit;
import java.util.Optional;

/// A branch or a tag in a list, with the commit it points to.
public record BranchLine(String name, boolean isDefault, Optional<Commit> commit) {}
