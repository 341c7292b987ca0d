package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;

/// Writes changes as texts that `git apply` and `git am` take. Nothing is kept in memory but one file at a time.
public final class Patchwork {
    /// A longer series is not written.
    public static final int COMMITS_MAX = 1_000;

    /// The bytes of a larger file without lines are left out.
    private static final int BINARY_BYTES_MAX = 8 << 20;

    private static final int TEXT_BYTES_MAX = 8 << 20;
    private static final int RENAMES_MAX = 200;
    private static final int ENCODED_CHARACTERS_MAX = 12;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

    private Patchwork() {}

    /// What a head has changed since a base, as one text.
    ///
    /// @param binary whether the bytes of files without lines go along
    public static void diff(Repository repository, ObjectId base, ObjectId head, boolean binary, OutputStream to)
            throws IOException {
        try (var walk = new RevWalk(repository);
                var reader = repository.newObjectReader()) {
            var before =
                    new CanonicalTreeParser(null, reader, walk.parseCommit(base).getTree());
            var after =
                    new CanonicalTreeParser(null, reader, walk.parseCommit(head).getTree());
            diff(repository, reader, before, after, binary, to);
        }
    }

    /// The commits that a head has and a base has not, merges left out, each as a mail; the oldest first. False, and
    /// nothing is written, when there are too many.
    public static boolean mails(Repository repository, ObjectId base, ObjectId head, OutputStream to)
            throws IOException {
        try (var walk = new RevWalk(repository);
                var reader = repository.newObjectReader()) {
            walk.sort(RevSort.TOPO);
            walk.sort(RevSort.REVERSE, true);
            walk.setRevFilter(RevFilter.NO_MERGES);
            walk.markStart(walk.parseCommit(head));
            walk.markUninteresting(walk.parseCommit(base));
            var commits = new ArrayList<RevCommit>();
            for (var commit : walk) {
                if (commits.size() == COMMITS_MAX) return false;
                commits.add(commit);
            }
            for (int i = 0; i < commits.size(); i++) {
                var commit = commits.get(i);
                walk.parseBody(commit);
                mail(repository, walk, reader, commit, i + 1, commits.size(), to);
                commit.disposeBody();
            }
            return true;
        }
    }

    /// What one commit changed against its first parent, as one text; with the bytes of files without lines.
    public static void diff(Repository repository, ObjectId commit, OutputStream to) throws IOException {
        try (var walk = new RevWalk(repository);
                var reader = repository.newObjectReader()) {
            var parsed = walk.parseCommit(commit);
            var after = new CanonicalTreeParser(null, reader, parsed.getTree());
            diff(repository, reader, before(walk, reader, parsed), after, true, to);
        }
    }

    /// One commit as a mail; of a merge what it changed against its first parent.
    public static void mail(Repository repository, ObjectId commit, OutputStream to) throws IOException {
        try (var walk = new RevWalk(repository);
                var reader = repository.newObjectReader()) {
            mail(repository, walk, reader, walk.parseCommit(commit), 1, 1, to);
        }
    }

    private static void mail(
            Repository repository,
            RevWalk walk,
            ObjectReader reader,
            RevCommit commit,
            int number,
            int all,
            OutputStream to)
            throws IOException {
        to.write(head(commit, number, all).getBytes(UTF_8));
        var after = new CanonicalTreeParser(null, reader, commit.getTree());
        diff(repository, reader, before(walk, reader, commit), after, true, to);
        to.write("-- \nHob\n\n".getBytes(UTF_8));
    }

    private static AbstractTreeIterator before(RevWalk walk, ObjectReader reader, RevCommit commit) throws IOException {
        if (commit.getParentCount() == 0) return new EmptyTreeIterator();
        return new CanonicalTreeParser(
                null, reader, walk.parseCommit(commit.getParent(0)).getTree());
    }

    private static String head(RevCommit commit, int number, int all) {
        String message = commit.getFullMessage().strip();
        int gap = message.indexOf("\n\n");
        String subject = (gap < 0 ? message : message.substring(0, gap)).replaceAll("\\s*\n\\s*", " ");
        String body = gap < 0 ? "" : message.substring(gap).strip() + "\n";
        var author = Optional.ofNullable(commit.getAuthorIdent()).orElse(new PersonIdent("", ""));
        String count = all == 1 ? "" : " " + number + "/" + all;
        return "From " + commit.name() + " Mon Sep 17 00:00:00 2001\n"
                + "From: " + header(author.getName()) + " <" + author.getEmailAddress() + ">\n"
                + "Date: "
                + DATE.format(author.getWhenAsInstant()
                        .atZone(Optional.ofNullable(author.getZoneId()).orElse(ZoneOffset.UTC)))
                + "\nSubject: [PATCH" + count + "] " + header(subject) + "\n"
                + "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n"
                + body + "---\n\n";
    }

    /// A header's text; what is not ASCII in encoded words (RFC 2047), whose letters are cut where no character is.
    private static String header(String text) {
        if (text.chars().allMatch(c -> c >= ' ' && c < 0x7f) && !text.contains("=?")) return text;
        var words = new ArrayList<String>();
        int[] characters = text.codePoints().toArray();
        for (int from = 0; from < characters.length; from += ENCODED_CHARACTERS_MAX) {
            int count = Math.min(ENCODED_CHARACTERS_MAX, characters.length - from);
            var word = new StringBuilder("=?UTF-8?q?");
            for (byte b : new String(characters, from, count).getBytes(UTF_8)) {
                boolean plain = (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
                word.append(plain ? String.valueOf((char) b) : "=%02X".formatted(b & 0xff));
            }
            words.add(word.append("?=").toString());
        }
        return String.join("\n ", words);
    }

    private static void diff(
            Repository repository,
            ObjectReader reader,
            AbstractTreeIterator before,
            AbstractTreeIterator after,
            boolean binary,
            OutputStream to)
            throws IOException {
        var text = new ByteArrayOutputStream();
        try (var formatter = new DiffFormatter(text)) {
            formatter.setRepository(repository);
            formatter.setAbbreviationLength(Constants.OBJECT_ID_STRING_LENGTH);
            formatter.setBinaryFileThreshold(TEXT_BYTES_MAX);
            formatter.setDetectRenames(true);
            formatter.getRenameDetector().setRenameLimit(RENAMES_MAX);
            List<DiffEntry> entries = formatter.scan(before, after);
            for (var entry : entries) {
                var header = formatter.toFileHeader(entry);
                if (header.getPatchType() == FileHeader.PatchType.BINARY && binary && fits(reader, entry))
                    bytes(reader, entry, header, to);
                else {
                    formatter.format(entry);
                    formatter.flush();
                    text.writeTo(to);
                    text.reset();
                }
            }
        }
    }

    private static boolean fits(ObjectReader reader, DiffEntry entry) throws IOException {
        return size(reader, entry.getOldMode(), entry.getOldId()) <= BINARY_BYTES_MAX
                && size(reader, entry.getNewMode(), entry.getNewId()) <= BINARY_BYTES_MAX;
    }

    private static long size(ObjectReader reader, FileMode mode, AbbreviatedObjectId id) throws IOException {
        return mode.equals(FileMode.MISSING) ? 0 : reader.getObjectSize(id.toObjectId(), Constants.OBJ_BLOB);
    }

    private static void bytes(ObjectReader reader, DiffEntry entry, FileHeader header, OutputStream to)
            throws IOException {
        // The header ends where its reader would see that there are no lines.
        String told = new String(header.getBuffer(), ISO_8859_1);
        int end = told.indexOf("\n--- ");
        to.write((end < 0 ? told : told.substring(0, end + 1)).getBytes(ISO_8859_1));
        BinaryPatch.write(
                content(reader, entry.getOldMode(), entry.getOldId()),
                content(reader, entry.getNewMode(), entry.getNewId()),
                to);
    }

    private static byte[] content(ObjectReader reader, FileMode mode, AbbreviatedObjectId id) throws IOException {
        return mode.equals(FileMode.MISSING)
                ? new byte[0]
                : reader.open(id.toObjectId(), Constants.OBJ_BLOB).getCachedBytes(BINARY_BYTES_MAX);
    }
}
