package dev.hob.web.html;

import dev.hob.node.code.Commit;
import dev.hob.node.code.Tags;
import java.util.Optional;

/// A branch or a tag in a list, with the commit it points to, and what an annotated tag says.
public record BranchLine(String name, boolean isDefault, Optional<Commit> commit, Optional<Tags.Tag> tag) {}
