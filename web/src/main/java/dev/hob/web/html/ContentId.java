package dev.hob.web.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;

/// Ids of texts that are in no repository, as git would give them.
public final class ContentId {
    private ContentId() {}

    /// The id of a text; others have others.
    public static String of(String text) {
        try (var ids = new ObjectInserter.Formatter()) {
            return ids.idFor(Constants.OBJ_BLOB, text.getBytes(UTF_8)).name();
        }
    }
}
