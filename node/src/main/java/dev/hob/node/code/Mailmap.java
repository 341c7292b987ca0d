package dev.hob.node.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// Who somebody is, whatever a commit calls them, as a project's `.mailmap` says it (gitmailmap(5)). Immutable.
final class Mailmap {
    static final String FILE = ".mailmap";

    private static final int FILE_BYTES_MAX = 1 << 20;

    /// Somebody, as a commit or the file has them.
    record Identity(String name, String email) {}

    /// What is said of an address, for all names beside it or for one.
    ///
    /// @param name empty when only the address is another one
    /// @param email empty when only the name is
    private record Proper(Optional<String> name, Optional<String> email) {
        Identity of(Identity commit) {
            return new Identity(name.orElse(commit.name()), email.orElse(commit.email()));
        }
    }

    /// @param name in small letters; empty for any
    private record Key(String email, String name) {}

    private final Map<Key, Proper> entries = new HashMap<>();

    private Mailmap() {}

    /// The one of a commit; one that says nothing when it has none.
    static Mailmap of(Repository repository, ObjectId commit) {
        var blob = Following.file(repository, commit, FILE);
        if (blob.isEmpty()) return new Mailmap();
        try (var reader = repository.newObjectReader()) {
            var loader = reader.open(blob.get(), Constants.OBJ_BLOB);
            // Of a larger one nothing is read: then everybody is who they say.
            if (loader.getSize() > FILE_BYTES_MAX) return new Mailmap();
            return parse(new String(loader.getCachedBytes(FILE_BYTES_MAX), UTF_8));
        } catch (MissingObjectException e) {
            return new Mailmap(); // A partial copy of somebody else's.
        } catch (IOException e) {
            throw new CodeException("cannot read " + FILE + " of " + commit.name(), e);
        }
    }

    static Mailmap parse(String text) {
        var map = new Mailmap();
        text.lines().filter(line -> !line.startsWith("#")).forEach(map::line);
        return map;
    }

    private void line(String line) {
        int open = line.indexOf('<');
        int close = line.indexOf('>', open + 1);
        if (open < 0 || close < 0) return;
        var first = new Identity(line.substring(0, open).strip(), line.substring(open + 1, close));
        int again = line.indexOf('<', close + 1);
        int end = line.indexOf('>', again + 1);
        if (again < 0 || end < 0) {
            // One address: the name that belongs to it.
            if (!first.name().isEmpty()) add(first.email(), "", given(first.name()), Optional.empty());
            return;
        }
        String commitName = line.substring(close + 1, again).strip();
        add(line.substring(again + 1, end), commitName, given(first.name()), given(first.email()));
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(it -> !it.isEmpty());
    }

    /// A later line has the last word, on what it speaks of.
    private void add(String commitEmail, String commitName, Optional<String> name, Optional<String> email) {
        entries.merge(
                new Key(small(commitEmail), small(commitName)),
                new Proper(name, email),
                (before, after) ->
                        new Proper(after.name().or(before::name), after.email().or(before::email)));
    }

    /// Who wrote a commit.
    Identity proper(Identity commit) {
        String email = small(commit.email());
        var entry = entries.getOrDefault(new Key(email, small(commit.name())), entries.get(new Key(email, "")));
        return entry == null ? commit : entry.of(commit);
    }

    private static String small(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
