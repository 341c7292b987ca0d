package dev.hob.node.issue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.eclipse.jgit.lib.ObjectId;

/// Numbers for clients that know comments, labels and milestones by number: the first 52 bits of an object id or
/// of a name's hash. They need no table, survive a rebuild, and fit where numbers are floating.
public final class Handles {
    private static final int DIGITS = 13;
    private static final int SHOWN_DIGITS = 7;

    private Handles() {}

    /// How an issue or a pull request is called: by its number, or by the beginning of its id where its
    /// project's home gave it none.
    public static String shown(long number, ObjectId id) {
        return Numbers.isLocal(number) ? id.name().substring(0, SHOWN_DIGITS) : "#" + number;
    }

    /// The same from outside its repository.
    public static String shown(String repository, long number, ObjectId id) {
        return repository + (Numbers.isLocal(number) ? " " : "") + shown(number, id);
    }

    /// How an address names it.
    public static String path(long number, ObjectId id) {
        return Numbers.isLocal(number) ? id.name() : Long.toString(number);
    }

    /// The number of what has this id.
    public static long of(ObjectId id) {
        return Long.parseLong(id.name().substring(0, DIGITS), 16);
    }

    /// How the ids begin that have this number; empty text when none can.
    public static String prefix(long number) {
        String digits = String.format(Locale.ROOT, "%0" + DIGITS + "x", number);
        return number < 0 || digits.length() > DIGITS ? "" : digits;
    }

    static long ofText(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return ByteBuffer.wrap(hash).getLong() >>> 12;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
