package dev.hob.web.api.json;

import java.time.Instant;
import java.util.Optional;

/// Something that happened.
public record Activity(
        long id,
        long userId,
        @Says("What was done, in Gitea's words") String opType,
        long actUserId,

        @OrNull @Says("null: somebody who has no account here")
        Optional<User> actUser,

        long repoId,
        Repository repo,

        @Says("The number of the comment that was made; else 0")
        long commentId,

        @OrNull @Says("Always null") Optional<String> comment,

        @Says("The branch or tag that was pushed, as refs/…")
        String refName,

        boolean isPrivate,

        @Says(
                "What else there is to it: a JSON text for pushes, a former name for what is called otherwise now, and for "
                        + "issues and pull requests the number, | and the title or what was said")
        String content,

        Instant created) {}
