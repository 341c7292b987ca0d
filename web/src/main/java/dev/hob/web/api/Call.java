package dev.hob.web.api;

import dev.hob.node.issue.Limits;
import dev.hob.node.people.Person;
import dev.hob.node.people.Viewer;
import dev.hob.node.release.Releases;
import dev.hob.node.repo.Repo;
import dev.hob.web.api.Operation.Parameter;
import dev.hob.web.api.json.Json;
import dev.hob.web.html.HungUp;
import dev.hob.web.html.LargeForm;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Urls;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call of an operation: who calls, what they sent, and how they are answered. Owned by one request.
final class Call {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    /// As base64 that is files of up to about 12 MB.
    static final int FILES_BYTES_MAX = 16 << 20;

    /// A file as issues take them, and the form around it.
    static final int UPLOAD_BYTES_MAX = Limits.ATTACHMENT_BYTES_MAX + (64 << 10);

    /// A file of a release, and the form around it.
    static final int LARGE_FILE_BYTES_MAX = (int) Releases.ASSET_BYTES_MAX + (64 << 10);

    private static final String PLAIN = "application/octet-stream";
    private static final Duration BUSY = Duration.ofSeconds(5);
    private static final int SMALL_BYTES = 1 << 20;
    /// Nothing here is older than the first computers' clocks, or of a year with five digits.
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private final Context context;
    private final Operation operation;
    private final Caller caller;
    private final Optional<Repo> repo;
    private final Links links;
    private final Semaphore large;

    /// @param large a permit for each large body that may be in memory
    Call(Context context, Operation operation, Caller caller, Optional<Repo> repo, Links links, Semaphore large) {
        this.context = context;
        this.operation = operation;
        this.caller = caller;
        this.repo = repo;
        this.links = links;
        this.large = large;
    }

    /// Ends a call whose caller has the answer already.
    static final class NotModified extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotModified() {
            super("not modified", null, false, false);
        }
    }

    Context context() {
        return context;
    }

    Viewer viewer() {
        return caller.viewer();
    }

    /// Refuses a token that reaches some repositories only.
    void unlimited() {
        caller.unlimited();
    }

    Optional<Person> perhaps() {
        return caller.viewer().person();
    }

    Person person() {
        return caller.person();
    }

    /// The repository in the path, which the caller may see, with the right that the operation needs.
    Repo repo() {
        return repo.orElseThrow(() -> new AssertionError(operation.id() + " names no repository"));
    }

    Links links() {
        return links;
    }

    /// Whether the caller has hung up, for what is long to find; to be asked once the body was read.
    BooleanSupplier hungUp() {
        return HungUp.of(context.req());
    }

    /// A part of the path.
    String part(String name) {
        String part = context.pathParam(name);
        if (!Json.isText(part)) throw missing();
        return part;
    }

    /// A part of the path that is a number; anything else names nothing.
    long numbered(String name) {
        try {
            return Long.parseLong(part(name));
        } catch (NumberFormatException _) {
            throw missing();
        }
    }

    /// What is told of what is not there, and of what the caller must not know to be there.
    static Stop missing() {
        return new Stop(404, "The target couldn't be found.");
    }

    /// What is told of what others keep this node from doing at once.
    Stop busy(String why) {
        return Stop.later(503, why + ": try again in a moment", BUSY);
    }

    private Optional<String> raw(String name, Parameter.Kind kind) {
        var parameter = operation
                .parameter(name)
                .filter(it -> it.kind() == kind)
                .orElseThrow(() -> new AssertionError(operation.id() + " does not say that it reads " + name));
        var text = Optional.ofNullable(context.queryParam(parameter.name())).filter(it -> !it.isEmpty());
        if (text.isPresent() && !Json.isText(text.get())) throw new Stop(422, name + " is not a text");
        if (text.isPresent()
                && !parameter.words().isEmpty()
                && !parameter.words().contains(text.get()))
            throw new Stop(422, name + " is none of " + String.join(", ", parameter.words()));
        return text;
    }

    Optional<String> query(String name) {
        return raw(name, Parameter.Kind.TEXT);
    }

    /// All the words that were given; empty when none was.
    List<String> words(String name) {
        var parameter = operation
                .parameter(name)
                .filter(it -> it.kind() == Parameter.Kind.WORDS)
                .orElseThrow(() -> new AssertionError(operation.id() + " does not say that it reads " + name));
        var given = context.queryParams(name).stream()
                .filter(it -> !it.isEmpty())
                .distinct()
                .toList();
        for (String word : given) {
            if (!Json.isText(word)) throw new Stop(422, name + " is not a text");
            if (!parameter.words().isEmpty() && !parameter.words().contains(word))
                throw new Stop(422, name + " is none of " + String.join(", ", parameter.words()));
        }
        return given;
    }

    OptionalLong number(String name) {
        var text = raw(name, Parameter.Kind.NUMBER);
        if (text.isEmpty()) return OptionalLong.empty();
        try {
            return OptionalLong.of(Long.parseLong(text.get()));
        } catch (NumberFormatException _) {
            throw new Stop(422, name + " is not a number");
        }
    }

    boolean flag(String name, boolean otherwise) {
        return flag(name).orElse(otherwise);
    }

    Optional<Boolean> flag(String name) {
        return raw(name, Parameter.Kind.FLAG).map(text -> switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new Stop(422, name + " is neither true nor false");
        });
    }

    Optional<Instant> time(String name) {
        return raw(name, Parameter.Kind.TIME).map(text -> {
            try {
                // A plus that was not escaped comes as a space.
                var at = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
                return at.isBefore(Instant.EPOCH) ? Instant.EPOCH : at.isAfter(LAST) ? LAST : at;
            } catch (DateTimeException _) {
                throw new Stop(422, name + " is not a time such as 2026-01-31T12:00:00Z");
            }
        });
    }

    Listed.Slice slice() {
        return Listed.Slice.of(number("page"), number("limit"));
    }

    /// What was sent.
    <T extends Record> T body(Class<T> shape) throws IOException {
        if (operation.body().filter(shape::equals).isEmpty())
            throw new AssertionError(operation.id() + " does not say that it takes " + shape.getSimpleName());
        long said = context.req().getContentLengthLong();
        if (said > operation.bodyBytesMax()) throw tooLarge();
        boolean isLarge = operation.bodyBytesMax() > SMALL_BYTES && (said < 0 || said > SMALL_BYTES);
        if (isLarge && !large.tryAcquire()) throw busy("others are sending large files");
        try {
            byte[] bytes = context.req().getInputStream().readNBytes(operation.bodyBytesMax() + 1);
            if (bytes.length > operation.bodyBytesMax()) throw tooLarge();
            return Json.read(bytes, shape);
        } catch (Json.Unreadable e) {
            throw new Stop(422, e.told());
        } finally {
            if (isLarge) large.release();
        }
    }

    /// A file that was sent, under the name that its sender gave it.
    @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
    record Sent(String name, byte[] bytes) {}

    /// The file in the form that was sent.
    Sent file() {
        String field = operation
                .file()
                .orElseThrow(() -> new AssertionError(operation.id() + " does not say that it takes a file"));
        long said = context.req().getContentLengthLong();
        if (said > operation.bodyBytesMax()) throw tooLarge();
        if (said < 0) throw new Stop(422, "say how long it is: Content-Length");
        if (!large.tryAcquire()) throw busy("others are sending large files");
        try {
            var file = Optional.ofNullable(context.uploadedFile(field))
                    .orElseThrow(() -> new Stop(422, "[" + field + "]: Required, in a form of multipart/form-data"));
            try (var content = file.content()) {
                return new Sent(file.filename(), content.readAllBytes());
            }
        } catch (Stop stop) {
            throw stop;
        } catch (Exception e) {
            // Whatever the server's own reader of forms stumbles over was sent by the client.
            LOG.debug("{} got a form that cannot be read", operation.id(), e);
            throw new Stop(422, "the form cannot be read");
        } finally {
            large.release();
        }
    }

    /// Takes a file that is sent, as it comes.
    @FunctionalInterface
    interface Receiving<T> {
        /// @param name that its sender gave it; empty when they gave none
        T receive(String name, InputStream content) throws IOException;
    }

    /// The large file that was sent: in a form, or as the body itself.
    <T> T receive(Receiving<T> receiving) throws IOException {
        String field = operation
                .file()
                .orElseThrow(() -> new AssertionError(operation.id() + " does not say that it takes a file"));
        if (context.req().getContentLengthLong() > operation.bodyBytesMax()) throw tooLarge();
        if (Optional.ofNullable(context.contentType())
                .filter(it -> it.startsWith(PLAIN))
                .isPresent()) return receiving.receive("", context.req().getInputStream());
        if (context.req().getContentLengthLong() < 0) throw new Stop(422, "say how long it is: Content-Length");
        LargeForm.allow(context);
        var file = formFile(field);
        try (var content = file.content()) {
            return receiving.receive(file.filename(), content);
        }
    }

    private UploadedFile formFile(String field) {
        try {
            return Optional.ofNullable(context.uploadedFile(field))
                    .orElseThrow(() -> new Stop(422, "[" + field + "]: Required, in a form of multipart/form-data"));
        } catch (Stop stop) {
            throw stop;
        } catch (Exception e) {
            LOG.debug("{} got a form that cannot be read", operation.id(), e);
            throw new Stop(422, "the form cannot be read");
        }
    }

    private Stop tooLarge() {
        return new Stop(413, "what was sent is larger than " + operation.bodyBytesMax() + " bytes");
    }

    /// Marks the answer as one that never changes: that of an object by its id. Ends the call when the caller has it.
    void immutable(ObjectId id) {
        String tag = "\"" + id.name() + "\"";
        context.header("ETag", tag);
        context.header("Vary", "Authorization, Host");
        context.header("Cache-Control", (repo().isPrivate() ? "private" : "public") + ", max-age=31536000, immutable");
        if (tag.equals(context.header("If-None-Match"))) throw new NotModified();
    }

    /// Marks the answer as one to ask for again each time, but not to send again while it is of the same object.
    void revalidated(ObjectId id) {
        String tag = "\"" + id.name() + "\"";
        context.header("ETag", tag);
        context.header("Vary", "Authorization");
        context.header("Cache-Control", (repo().isPrivate() ? "private" : "public") + ", no-cache");
        if (tag.equals(context.header("If-None-Match"))) throw new NotModified();
    }

    void tell(int status, Object shape) {
        tell(context, status, shape);
    }

    static void tell(Context context, int status, Object shape) {
        context.status(status).contentType("application/json;charset=utf-8");
        if (context.res().getHeader("Cache-Control") == null) context.header("Cache-Control", "no-store");
        context.result(Json.write(shape));
    }

    void done() {
        context.status(204).header("Cache-Control", "no-store");
    }

    void acted() {
        context.status(200).header("Cache-Control", "no-store");
    }

    void noted(boolean changed) {
        context.status(changed ? 201 : 200).header("Cache-Control", "no-store");
    }

    void tell(Listed<?> listed) {
        count(listed);
        tell(200, listed.items());
    }

    /// Says how long a list is, and where its other pages are (RFC 8288).
    void count(Listed<?> listed) {
        context.header("X-Total-Count", String.valueOf(listed.total()));
        context.header("Access-Control-Expose-Headers", "Link, X-Total-Count");
        int page = listed.slice().page();
        var found = new ArrayList<String>();
        if (page < listed.pages()) {
            found.add(link(page + 1, listed, "next"));
            found.add(link(listed.pages(), listed, "last"));
        }
        if (page > 1) {
            found.add(link(1, listed, "first"));
            found.add(link(Math.min(page - 1, listed.pages()), listed, "prev"));
        }
        if (!found.isEmpty()) context.header("Link", String.join(",", found));
    }

    private String link(int page, Listed<?> listed, String relation) {
        var query = new StringBuilder();
        for (var parameter : operation.parameters()) {
            if (Set.of("page", "limit").contains(parameter.name())) continue;
            for (String value : context.queryParams(parameter.name()))
                query.append(parameter.name())
                        .append('=')
                        .append(Urls.path(value).replace("+", "%2B"))
                        .append('&');
        }
        return "<%s%s?%spage=%d&limit=%d>; rel=\"%s\""
                .formatted(
                        links.base(),
                        context.req().getRequestURI(),
                        query,
                        page,
                        listed.slice().limit(),
                        relation);
    }
}
