package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hob.keys.KeyException;
import dev.hob.keys.SshPublicKey;
import dev.hob.keys.SshSignature;
import dev.hob.node.people.Person;
import dev.hob.node.people.SshKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.util.RawParseUtils;

/// Whose signature a commit carries, as far as the keys on accounts tell. Shared between threads.
public final class Signatures {
    private static final String NAMESPACE = "git";
    private static final String HEADER = "gpgsig";
    private static final int CHECKED_MAX = 20_000;

    /// What a commit's signature is worth.
    public sealed interface Verdict {
        /// There is none.
        record Unsigned() implements Verdict {}

        /// It holds, and its key is on the account that has the author's e-mail address.
        record Verified(Person by, SshPublicKey key) implements Verdict {}

        /// It holds, and its key is on the account of somebody other than the author.
        record Another(Person by, SshPublicKey key) implements Verdict {}

        /// It holds, but no account here has its key.
        record Stranger(SshPublicKey key) implements Verdict {}

        /// It does not hold: the commit, or the signature, is not what was signed.
        record Bad() implements Verdict {}

        /// It is of a kind that is not checked here, such as OpenPGP's.
        record Unchecked() implements Verdict {}
    }

    /// What the bytes of a commit tell, whoever has the key; so it never changes.
    private sealed interface Checked {
        record None() implements Checked {}

        record Holds(SshPublicKey key) implements Checked {}

        record Broken() implements Checked {}

        record OtherKind() implements Checked {}
    }

    private final SshKeys keys;
    private final Cache<ObjectId, Checked> checked =
            Caffeine.newBuilder().maximumSize(CHECKED_MAX).build();

    public Signatures(SshKeys keys) {
        this.keys = keys;
    }

    /// The verdict on a commit.
    public Verdict of(Repository repository, Commit commit) {
        return verdict(checked.get(commit.id().copy(), id -> check(repository, id)), commit);
    }

    private Verdict verdict(Checked known, Commit commit) {
        return switch (known) {
            case Checked.None() -> new Verdict.Unsigned();
            case Checked.Broken() -> new Verdict.Bad();
            case Checked.OtherKind() -> new Verdict.Unchecked();
            case Checked.Holds(var key) -> whose(key, commit);
        };
    }

    /// The verdict on a commit that a walk has read, wherever its objects are.
    public Verdict of(RevCommit commit) {
        return verdict(checked.get(commit.copy(), _ -> check(commit)), Commit.of(commit));
    }

    private Verdict whose(SshPublicKey key, Commit commit) {
        Optional<Person> owner = keys.ownerOf(key);
        if (owner.isEmpty()) return new Verdict.Stranger(key);
        boolean author = owner.get().email().equalsIgnoreCase(commit.author().email());
        return author ? new Verdict.Verified(owner.get(), key) : new Verdict.Another(owner.get(), key);
    }

    private static Checked check(Repository repository, ObjectId id) {
        try (var walk = new RevWalk(repository)) {
            return check(walk.parseCommit(id));
        } catch (IOException e) {
            throw new CodeException("cannot read the signature of " + id.name(), e);
        }
    }

    private static Checked check(RevCommit commit) {
        byte[] signature = commit.getRawGpgSignature();
        if (signature == null) return new Checked.None();
        String armored = new String(signature, UTF_8);
        if (!armored.startsWith("-----BEGIN SSH SIGNATURE-----")) return new Checked.OtherKind();
        try {
            return SshSignature.parse(armored)
                    .verify(NAMESPACE, signed(commit))
                    .<Checked>map(Checked.Holds::new)
                    .orElseGet(Checked.Broken::new);
        } catch (KeyException _) {
            return new Checked.Broken(); // Whatever it is, it proves nothing.
        }
    }

    /// The commit as it was before it was signed: without the header of the signature.
    public static byte[] signed(RevCommit commit) {
        byte[] raw = commit.getRawBuffer();
        int value = RawParseUtils.headerStart(HEADER.getBytes(UTF_8), raw, 0);
        int end = Math.min(raw.length, RawParseUtils.nextLfSkippingSplitLines(raw, value) + 1);
        var out = new ByteArrayOutputStream(raw.length);
        out.write(raw, 0, value - HEADER.length() - 1);
        out.write(raw, end, raw.length - end);
        return out.toByteArray();
    }
}
