package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.BlobObjectChecker;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/// Checks objects as `git fsck --strict` does, in its words (git-fsck, "FSCK MESSAGES"): JGit's checker, and what it
/// does not look at. Three faults of tools long gone are let in, as forges do: histories that everybody knows have
/// them, and git reads them all the same. Owned by one push.
public final class Fsck extends ObjectChecker {
    private static final int NAME_BYTES_MAX = 4_096;
    private static final int ATTRIBUTES_LINE_BYTES_MAX = 2_048;
    private static final int ATTRIBUTES_BYTES_MAX = 16 << 20;
    private static final int ATTRIBUTES_FILES_MAX = 100_000;
    /// What HFS+ leaves out when it compares names.
    private static final Pattern IGNORED_BY_MACS =
            Pattern.compile("[\\u200c-\\u200f\\u202a-\\u202e\\u206a-\\u206f\\ufeff]");
    /// What NTFS takes for `.git`: its short name, dots and spaces behind it, or a stream of it.
    private static final Pattern GIT_ON_WINDOWS = Pattern.compile("(?i)(\\.git|git~1)[. ]*([:\\\\].*)?");

    /// With a zone that may be any number.
    private static final Pattern PERSON_DATE = Pattern.compile(" ?(\\d+) [+-]\\d{1,10}");

    private final Set<ObjectId> attributes = new HashSet<>();
    private final Links links = new Links();

    /// Has checked nothing yet.
    public Fsck() {
        setIgnore(ErrorType.BAD_TIMEZONE, true);
        setIgnore(ErrorType.MISSING_SPACE_BEFORE_DATE, true);
        setIgnore(ErrorType.ZERO_PADDED_FILEMODE, true);
    }

    /// What the objects that were checked name.
    public Links links() {
        return links;
    }

    @Override
    public BlobObjectChecker newBlobObjectChecker() {
        return new BlobObjectChecker() {
            @Override
            public void update(byte[] in, int offset, int length) {
                // Any bytes make a file.
            }

            @Override
            public void endBlob(AnyObjectId id) {
                links.blob(id);
            }
        };
    }

    @Override
    public void checkCommit(@Nullable AnyObjectId id, byte[] raw) throws CorruptObjectException {
        String header = header(raw);
        if (indexOf(raw, 0, raw.length, (byte) 0) >= 0) throw bad("nulInCommit", "NUL byte in the commit object body");
        super.checkCommit(id, raw);
        checkPeople(header);
        if (id != null) links.commit(id, raw);
    }

    @Override
    public void checkTag(@Nullable AnyObjectId id, byte[] raw) throws CorruptObjectException {
        String header = header(raw);
        super.checkTag(id, raw);
        checkPeople(header);
        if (id != null) links.tag(id, raw, type(header));
    }

    @Override
    public void checkTree(@Nullable AnyObjectId id, byte[] raw) throws CorruptObjectException {
        super.checkTree(id, raw);
        if (id != null) links.tree(id);
        var entry = new CanonicalTreeParser();
        for (entry.reset(raw); !entry.eof(); entry.next()) {
            links.entry(entry);
            // JGit says nothing more of a mode that begins with a zero.
            if (entry.getEntryFileMode().getObjectType() == Constants.OBJ_BAD)
                throw new CorruptObjectException("invalid mode " + Integer.toOctalString(entry.getEntryRawMode()));
            if (entry.getNameLength() > NAME_BYTES_MAX)
                throw bad("largePathname", "contains excessively large pathname");
            if (!mayBeSpecial(entry)) continue;
            String name = entry.getEntryPathString();
            if (isGit(name)) throw bad("hasDotgit", "contains '.git'");
            boolean link = entry.getEntryFileMode().equals(FileMode.SYMLINK);
            if (link && name.equals(Constants.DOT_GIT_MODULES))
                throw bad("gitmodulesSymlink", ".gitmodules is a symbolic link");
            if (!link && name.equals(Constants.DOT_GIT_ATTRIBUTES)) {
                attributes.add(entry.getEntryObjectId());
                if (attributes.size() > ATTRIBUTES_FILES_MAX)
                    throw bad("gitattributesLarge", "more .gitattributes than this node looks through");
            }
        }
    }

    /// Nearly all names are of neither kind, and need no string.
    private static boolean mayBeSpecial(CanonicalTreeParser entry) {
        byte[] buffer = entry.getEntryPathBuffer();
        int end = entry.getNameOffset() + entry.getNameLength();
        for (int at = entry.getNameOffset(); at < end; at++) {
            byte c = buffer[at];
            if (c == '\\' || c == '~' || c == ':' || c < 0) return true;
        }
        return buffer[entry.getNameOffset()] == '.';
    }

    /// Whether some machine takes a name for `.git`.
    static boolean isGit(String name) {
        if (IGNORED_BY_MACS
                .matcher(name)
                .replaceAll("")
                .toLowerCase(Locale.ROOT)
                .equals(".git")) return true;
        for (String part = name; ; part = part.substring(part.indexOf('\\') + 1)) {
            if (GIT_ON_WINDOWS.matcher(part).matches()) return true;
            if (part.indexOf('\\') < 0) return false;
        }
    }

    /// Looks into the files of attributes that the trees named, once the pack is there.
    public void checkAttributes(ObjectReader reader) throws IOException {
        for (var id : attributes) {
            if (!reader.has(id, Constants.OBJ_BLOB)) continue; // Missing objects are found by the walk.
            var blob = reader.open(id, Constants.OBJ_BLOB);
            if (blob.getSize() > ATTRIBUTES_BYTES_MAX)
                throw bad("gitattributesLarge", id.name() + " is too large to parse");
            byte[] bytes = blob.getBytes(ATTRIBUTES_BYTES_MAX);
            for (int from = 0; from < bytes.length; ) {
                int end = indexOf(bytes, from, bytes.length, (byte) '\n');
                if (end < 0) end = bytes.length;
                if (end - from >= ATTRIBUTES_LINE_BYTES_MAX)
                    throw bad("gitattributesLineLength", id.name() + " has too long lines to parse");
                from = end + 1;
            }
        }
    }

    /// What a tag says that its object is, in its second line.
    private static int type(String header) {
        return switch (header.lines().skip(1).findFirst().orElse("")) {
            case "type commit" -> Constants.OBJ_COMMIT;
            case "type tree" -> Constants.OBJ_TREE;
            case "type blob" -> Constants.OBJ_BLOB;
            case "type tag" -> Constants.OBJ_TAG;
            default -> Constants.OBJ_BAD;
        };
    }

    /// The lines before the first empty one.
    private static String header(byte[] raw) throws CorruptObjectException {
        int end = 0;
        while (end < raw.length && !(raw[end] == '\n' && (end + 1 == raw.length || raw[end + 1] == '\n'))) {
            if (raw[end] == 0) throw bad("nulInHeader", "unterminated header: NUL at offset " + end);
            end++;
        }
        if (end == raw.length) throw bad("unterminatedHeader", "unterminated header");
        return new String(raw, 0, end, UTF_8);
    }

    private static void checkPeople(String header) throws CorruptObjectException {
        for (String line : header.split("\n")) {
            String[] words = line.split(" ", 2);
            if (words.length == 2 && Set.of("author", "committer", "tagger").contains(words[0])) {
                var wrong = wrong(words[1]);
                if (wrong.isPresent()) throw bad(wrong.get(), "invalid author/committer line");
            }
        }
    }

    /// What is wrong with `Name <email> seconds +zone`. JGit has looked for the brackets and the order already.
    private static Optional<String> wrong(String person) {
        if (person.startsWith("<")) return Optional.of("missingNameBeforeEmail");
        int email = person.indexOf('<');
        int close = person.indexOf('>');
        if (close < email) return Optional.of("badName");
        if (person.charAt(email - 1) != ' ') return Optional.of("missingSpaceBeforeEmail");
        String rest = person.substring(close + 1);
        var date = PERSON_DATE.matcher(rest);
        if (!date.matches()) return Optional.of(rest.matches(" ?\\d+ .*") ? "badTimezone" : "badDate");
        String seconds = date.group(1);
        if (seconds.startsWith("0") && seconds.length() > 1) return Optional.of("zeroPaddedDate");
        // Eighteen digits fit whatever the clock of a machine counts in.
        return seconds.length() > 18 ? Optional.of("badDateOverflow") : Optional.empty();
    }

    private static int indexOf(byte[] bytes, int from, int to, byte wanted) {
        for (int at = from; at < to; at++) if (bytes[at] == wanted) return at;
        return -1;
    }

    /// Whoever called the check adds which object it is.
    private static CorruptObjectException bad(String word, String why) {
        return new CorruptObjectException(word + ": " + why);
    }
}
