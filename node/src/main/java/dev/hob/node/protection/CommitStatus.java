package dev.hob.node.protection;

import java.time.Instant;
import org.eclipse.jgit.lib.ObjectId;

/// What a check reports of a commit.
///
/// @param id rises with time
/// @param context the name of the check
/// @param targetUrl where more is to be read; may be empty
/// @param creator the account that reported it, by id
public record CommitStatus(
        long id,
        ObjectId commit,
        String context,
        StatusState state,
        String targetUrl,
        String description,
        String creator,
        Instant at) {}
