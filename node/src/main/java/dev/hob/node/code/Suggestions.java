package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.node.language.Messages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevWalk;

/// Puts what reviewers suggest into the place of the lines they spoke of, several suggestions as one commit.
/// Makes drafts and moves nothing. Immutable.
public final class Suggestions {
    private static final int SUGGESTIONS_MAX = 100;
    private static final int FILE_BYTES_MAX = 4 << 20;
    private static final int TEXT_BYTES_MAX = 256 * 1024;
    private static final Pattern NEWLINE = Pattern.compile("\\r?\\n");

    /// Other lines for some of a file.
    ///
    /// @param seen the file as the reviewer saw it
    /// @param start the first line that goes, from 1
    /// @param end the last line that goes
    /// @param text what comes instead, its lines ended in any way; nothing if the lines only go
    public record Suggestion(CodePath path, Optional<ObjectId> seen, int start, int end, String text) {}

    /// What came of it.
    public sealed interface Outcome {
        /// They are in.
        record Applied(ObjectId commit) implements Outcome {}

        /// There is no such file any more, or it has no such lines.
        record Missing(CodePath path) implements Outcome {}

        /// The file is not what the reviewer saw.
        record Outdated(CodePath path) implements Outcome {}

        /// Two of them want the same lines.
        record Overlapping(CodePath path, int line) implements Outcome {}

        /// All that is suggested is there already.
        record NothingToChange() implements Outcome {}

        /// It is more than is taken at once, or no text.
        record Refused(String told) implements Outcome {}
    }

    /// Ends an attempt; caught where it is begun.
    private static final class Ended extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Outcome outcome;

        Ended(Outcome outcome) {
            super(outcome.toString());
            this.outcome = outcome;
        }
    }

    /// A message that names who suggested it, so that they count as authors too.
    public static String naming(String message, PersonIdent author, List<PersonIdent> suggestedBy) {
        return Trailers.withPeople(message, author, suggestedBy);
    }

    /// A commit on `onto` with the suggestions in it.
    public Outcome apply(DraftObjects drafts, ObjectId onto, List<Suggestion> suggestions, MergeWays.Wording wording) {
        if (suggestions.size() > SUGGESTIONS_MAX)
            return new Outcome.Refused(Messages.text("code.suggestions-at-once-max", SUGGESTIONS_MAX));
        var files = new LinkedHashMap<CodePath, List<Suggestion>>();
        for (var suggestion : suggestions)
            files.computeIfAbsent(suggestion.path(), _ -> new ArrayList<>()).add(suggestion);
        try (var reader = drafts.newReader();
                var walk = new RevWalk(reader)) {
            var before = walk.parseCommit(onto).getTree();
            var tree = tree(drafts, reader, before, files);
            if (tree.equals(before)) return new Outcome.NothingToChange();
            var commit = new CommitBuilder();
            commit.setParentId(onto);
            commit.setTreeId(tree);
            commit.setAuthor(wording.author());
            commit.setCommitter(wording.committer());
            commit.setMessage(wording.message().endsWith("\n") ? wording.message() : wording.message() + "\n");
            return new Outcome.Applied(drafts.insert(commit));
        } catch (Ended e) {
            return e.outcome;
        } catch (IOException e) {
            throw new CodeException("cannot put suggestions onto " + onto.name(), e);
        }
    }

    private static ObjectId tree(
            DraftObjects drafts, ObjectReader reader, ObjectId before, Map<CodePath, List<Suggestion>> files)
            throws IOException, Ended {
        var edit = new TreeEdit(reader, Optional.of(before));
        for (var file : files.entrySet()) {
            var path = file.getKey();
            var entry = edit.at(path)
                    .filter(it ->
                            it.mode().equals(FileMode.REGULAR_FILE) || it.mode().equals(FileMode.EXECUTABLE_FILE))
                    .orElseThrow(() -> new Ended(new Outcome.Missing(path)));
            if (file.getValue().stream()
                    .anyMatch(it ->
                            it.seen().filter(seen -> !seen.equals(entry.id())).isPresent()))
                throw new Ended(new Outcome.Outdated(path));
            byte[] text = applied(text(reader, path, entry.id()), path, file.getValue());
            try {
                edit.put(path, entry.mode(), drafts.insert(Constants.OBJ_BLOB, text));
            } catch (TreeEdit.InTheWay e) {
                throw new AssertionError("a file was there a moment ago: " + path.value(), e);
            }
        }
        return edit.write(drafts);
    }

    private static RawText text(ObjectReader reader, CodePath path, ObjectId id) throws IOException, Ended {
        var loader = reader.open(id, Constants.OBJ_BLOB);
        if (loader.getSize() > FILE_BYTES_MAX)
            throw new Ended(new Outcome.Refused(Messages.text("code.file-is-too-large-to-change", path.value())));
        byte[] bytes = loader.getBytes(FILE_BYTES_MAX);
        if (LineDiff.isBinary(bytes))
            throw new Ended(new Outcome.Refused(Messages.text("code.file-is-no-text", path.value())));
        return new RawText(bytes);
    }

    /// The bytes of a file with other lines in it; whatever is not replaced stays byte for byte.
    private static byte[] applied(RawText text, CodePath path, List<Suggestion> suggestions) throws Ended {
        var sorted = new ArrayList<>(suggestions);
        sorted.sort(Comparator.comparingInt(Suggestion::start));
        var out = new ByteArrayOutputStream();
        int line = 0;
        for (var suggestion : sorted) {
            if (suggestion.start() < 1 || suggestion.end() < suggestion.start() || suggestion.end() > text.size())
                throw new Ended(new Outcome.Missing(path));
            if (suggestion.start() <= line) throw new Ended(new Outcome.Overlapping(path, suggestion.start()));
            if (suggestion.text().length() > TEXT_BYTES_MAX)
                throw new Ended(new Outcome.Refused(Messages.text("code.suggestion-characters-max", TEXT_BYTES_MAX)));
            copy(out, text, line, suggestion.start() - 1);
            write(out, text, suggestion);
            line = suggestion.end();
        }
        copy(out, text, line, text.size());
        return out.toByteArray();
    }

    private static void copy(ByteArrayOutputStream out, RawText text, int begin, int end) {
        int offset = offset(text, begin);
        out.write(text.getRawContent(), offset, offset(text, end) - offset);
    }

    /// Writes lines that end as those that they replace did; if the file had no newline at its end, it gets
    /// none.
    private static void write(ByteArrayOutputStream out, RawText text, Suggestion suggestion) {
        var lines = lines(suggestion.text());
        String newline = newline(text, suggestion.start() - 1);
        boolean isLast = suggestion.end() == text.size() && text.isMissingNewlineAtEnd();
        for (int i = 0; i < lines.size(); i++) {
            out.writeBytes(lines.get(i).getBytes(UTF_8));
            if (i < lines.size() - 1 || !isLast) out.writeBytes(newline.getBytes(UTF_8));
        }
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(NEWLINE.split(text.replaceFirst("\\r?\\n$", ""), -1));
    }

    private static String newline(RawText text, int line) {
        int at = line == text.size() - 1 && text.isMissingNewlineAtEnd() ? Math.max(0, line - 1) : line;
        int end = offset(text, at + 1);
        byte[] bytes = text.getRawContent();
        return end >= 2 && bytes[end - 1] == '\n' && bytes[end - 2] == '\r' ? "\r\n" : "\n";
    }

    private static int offset(RawText text, int line) {
        return line == text.size()
                ? text.getRawContent().length
                : text.getRawString(line).position();
    }
}
