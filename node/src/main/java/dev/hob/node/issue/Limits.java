package dev.hob.node.issue;

import dev.hob.node.language.Messages;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What titles, texts, labels and files may be. Each check says why not, if so, in words for the one who asked.
public final class Limits {
    public static final int TITLE_CHARACTERS_MAX = 255;
    public static final int BODY_CHARACTERS_MAX = 65_536;
    public static final int LABELS_MAX = 100;
    public static final int LABEL_CHARACTERS_MAX = 50;
    public static final int ASSIGNEES_MAX = 50;
    public static final int ATTACHMENTS_MAX = 10;
    public static final int ATTACHMENT_BYTES_MAX = 8 * 1024 * 1024;

    private Limits() {}

    public static Optional<String> title(String title) {
        if (title.isEmpty()) return Optional.of(Messages.text("issue.needs-a-title"));
        if (title.length() > TITLE_CHARACTERS_MAX)
            return Optional.of(Messages.text("issue.title-characters-max", TITLE_CHARACTERS_MAX));
        if (title.chars().anyMatch(c -> c == '\n' || c == '\r'))
            return Optional.of(Messages.text("issue.title-is-one-line"));
        return Optional.empty();
    }

    /// @param mayBeEmpty as a description may, and a comment may not
    public static Optional<String> body(String body, boolean mayBeEmpty) {
        if (body.isBlank() && !mayBeEmpty) return Optional.of(Messages.text("issue.comment-says-something"));
        if (body.length() > BODY_CHARACTERS_MAX)
            return Optional.of(Messages.text("issue.text-characters-max", BODY_CHARACTERS_MAX));
        return Optional.empty();
    }

    public static Optional<String> labels(Collection<String> labels) {
        for (String label : labels) {
            if (label.isBlank()) return Optional.of(Messages.text("issue.label-needs-a-name"));
            if (label.length() > LABEL_CHARACTERS_MAX)
                return Optional.of(Messages.text("issue.label-characters-max", LABEL_CHARACTERS_MAX));
            if (label.chars().anyMatch(c -> c < 0x20 || c == ','))
                return Optional.of(Messages.text("issue.label-is-one-line"));
        }
        return Optional.empty();
    }

    public static Optional<String> attachments(List<Attachment> files) {
        if (files.size() > ATTACHMENTS_MAX)
            return Optional.of(Messages.text("issue.files-at-once-max", ATTACHMENTS_MAX));
        var names = new TreeSet<String>();
        for (var file : files) {
            var objection = file.objection();
            if (objection.isPresent()) return objection;
            if (!names.add(file.name())) return Optional.of(Messages.text("issue.two-files-of-one-name", file.name()));
            if (file.bytes().length > ATTACHMENT_BYTES_MAX)
                return Optional.of(
                        Messages.text("issue.file-is-larger", file.name(), ATTACHMENT_BYTES_MAX / (1024 * 1024)));
        }
        return Optional.empty();
    }
}
