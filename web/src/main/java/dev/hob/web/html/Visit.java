package dev.hob.web.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.keys.Secret;
import dev.hob.node.people.Person;
import dev.hob.node.people.Session;
import dev.hob.node.people.Sessions;
import dev.hob.node.people.SignUp;
import dev.hob.node.people.Viewer;
import dev.hob.web.text.Messages;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request for a page: who asks, how to answer, and the check that a form is ours.
public final class Visit {
    /// The most that a form may be, with its files.
    public static final long UPLOAD_BYTES_MAX = 32L * 1024 * 1024;

    /// Where a handler says that the page has a document beside it, and which id that has.
    public static final String ALTERNATE = "hob.alternate";

    /// Where it is said that the answer tells itself that something is not here.
    public static final String ANSWERED = "hob.answered";

    /// In a page: here something is going to stand.
    public static final String GROWS = "<!-- grows -->";

    private static final Logger LOG = LoggerFactory.getLogger(Visit.class);
    private static final int TAG_BYTES = 16;
    private static final int FIELD_CHARACTERS_MAX = 20_000;
    private static final int TOLD_SECONDS = 60;
    private static final int CHOSEN_MAX = 1_000;
    private static final int UPLOADS_MAX = 50;

    private final Visits visits;
    private final Context context;
    private final Optional<Session> session;
    private final String csrf;
    private final boolean fresh;
    private Optional<Viewer> known = Optional.empty();
    private Optional<Page> made = Optional.empty();

    /// @param fresh whether the reader's browser does not hold the form token yet
    Visit(Visits visits, Context context, Optional<Session> session, String csrf, boolean fresh) {
        this.fresh = fresh;
        this.visits = visits;
        this.context = context;
        this.session = session;
        this.csrf = csrf;
    }

    /// The request itself.
    public Context context() {
        return context;
    }

    /// The same request, by somebody who is known in another way than by a session.
    public Visit as(Viewer viewer) {
        var visit = new Visit(visits, context, Optional.empty(), csrf, false);
        visit.known = Optional.of(viewer);
        return visit;
    }

    /// Who asks.
    public Viewer viewer() {
        if (known.isPresent()) return known.get();
        return session.map(s -> Viewer.of(s.person())).orElse(Viewer.ANYONE);
    }

    /// The account that asks, if somebody is signed in.
    public Optional<Person> person() {
        return session.map(Session::person);
    }

    /// The account that asks; anybody else is sent to sign in and comes back after.
    public Person signedIn() {
        return person().orElseThrow(() -> new Stop(401, Messages.text("form.sign-in-to-see")));
    }

    /// The session that asks.
    public Session session() {
        return session.orElseThrow(() -> new Stop(401, Messages.text("form.sign-in-to-see")));
    }

    /// The administrator who asks. To anybody else who is signed in, what only administrators see is not there.
    public Person administrator() {
        var person = signedIn();
        if (!person.admin()) throw Stop.notFound();
        return person;
    }

    /// Where the request came from.
    public String address() {
        return context.ip();
    }

    /// The address of this node as the reader knows it.
    public URI base() {
        return visits.base(context);
    }

    /// A path of this node as the reader's browser finds it from anywhere.
    public String url(String path) {
        return base() + path;
    }

    /// The same for a form that brings the files of a release, from somebody who may send them.
    public void checkLargeForm() {
        if (session.isEmpty()) throw new Stop(401, Messages.text("form.sign-in-first"));
        LargeForm.allow(context);
        checkOrigin();
    }

    /// Refuses a form that another site sent, and files from somebody whom nobody here knows.
    public void checkForm() {
        if (context.isMultipart() && session.isEmpty()) throw new Stop(401, Messages.text("form.sign-in-first"));
        if (context.req().getContentLengthLong() > UPLOAD_BYTES_MAX)
            throw new Stop(413, Messages.text("form.larger-than-a-form"));
        checkOrigin();
    }

    /// The same for a form in which a file is written: its text is longer than other fields.
    public void checkTextForm() {
        if (session.isPresent()) LargeForm.allowText(context);
        checkForm();
    }

    private void checkOrigin() {
        if ("cross-site".equals(context.header("Sec-Fetch-Site"))
                || !Secret.of(csrf).equals(Secret.of(field("csrf"))))
            throw new Stop(403, Messages.text("form.too-old"));
    }

    /// What was typed into a field; empty when it is missing.
    public String field(String name) {
        String value = context.formParam(name);
        if (value == null) return "";
        if (value.length() > FIELD_CHARACTERS_MAX)
            throw new Stop(413, Messages.text("form.more-text-than-a-form-takes"));
        return value;
    }

    /// A longer text that was typed, its lines ended in one way.
    public String text(String name) {
        String value = context.formParam(name);
        return value == null ? "" : value.replace("\r\n", "\n");
    }

    /// Everything that was chosen under one name.
    public List<String> chosen(String name) {
        var all = context.formParams(name);
        if (all.size() > CHOSEN_MAX) throw new Stop(413, Messages.text("form.more-than-a-form-takes"));
        return List.copyOf(all);
    }

    /// Files that came with a form, as far as somebody chose some.
    ///
    /// @param bytesMax how large one may be; of a larger one comes a byte more than that
    public List<Upload> uploads(String name, int bytesMax) {
        var uploads = new ArrayList<Upload>();
        for (var file : context.uploadedFiles(name)) {
            if (file.filename().isEmpty() || uploads.size() > UPLOADS_MAX) continue;
            try (var content = file.content()) {
                uploads.add(new Upload(file.filename(), content.readNBytes(bytesMax + 1)));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read what was uploaded", e);
            }
        }
        return uploads;
    }

    /// A file that came with a form.
    ///
    /// @param name as the browser calls it
    @SuppressWarnings("ArrayRecordComponent") // A file's bytes, read once and never compared.
    public record Upload(String name, byte[] bytes) {}

    /// What was typed, to be shown again.
    public Form form(String... fields) {
        var values = new LinkedHashMap<String, String>();
        for (String field : fields) values.put(field, field(field));
        return new Form(values, Map.of());
    }

    /// Whether the reader has hung up, for what is long to find; to be asked once the form was read.
    public BooleanSupplier hungUp() {
        return HungUp.of(context.req());
    }

    /// A part of the path.
    public String part(String name) {
        return context.pathParam(name);
    }

    /// A parameter of the query.
    public Optional<String> query(String name) {
        return Optional.ofNullable(context.queryParam(name));
    }

    /// The page of ours that the reader comes from, when their browser says so: its path and query.
    public Optional<String> cameFrom() {
        try {
            var page = URI.create(Optional.ofNullable(context.header("Referer")).orElse(""));
            String path = Optional.ofNullable(page.getRawPath()).orElse("");
            String query = page.getRawQuery() == null ? "" : "?" + page.getRawQuery();
            return Optional.of(Urls.local(path + query)).filter(it -> !it.isEmpty());
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // Whatever it is, it is no page of ours.
        }
    }

    /// Answers with a page.
    public void show(int status, String template, String title, Map<String, ?> values) {
        var all = new HashMap<String, Object>(values);
        all.put("page", page(title));
        if (fresh) setCookie(Visits.FORM, csrf, -1);
        context.status(status).contentType("text/html; charset=utf-8").attribute(ANSWERED, true);
        context.header("Speculation-Rules", "\"" + Visits.SPECULATION + "\"");
        if (status != 200) context.res().setHeader("ETag", null); // Whatever was begun, it is not that page.
        if (context.res().getHeader("ETag") == null) context.header("Cache-Control", "no-store");
        context.result(visits.views().render(template, all));
    }

    /// Whether the page that the reader's browser holds is still the one it would get; then that is the
    /// answer, and
    /// nothing needs to be rendered.
    ///
    /// @param of all that the page shows, beside what every page knows
    public boolean unchanged(String... of) {
        var page = page("");
        var digest = sha256();
        digest.update((visits.views().version() + "\0" + Messages.language() + "\0" + page.look()).getBytes(UTF_8));
        for (String part : of) digest.update(("\0" + part).getBytes(UTF_8));
        String tag = "\"" + HexFormat.of().formatHex(digest.digest(), 0, TAG_BYTES) + "\"";
        boolean holds =
                tag.equals(context.header("If-None-Match")) && page.notice().isEmpty();
        // Kept by the reader's own browser, and asked after each time.
        context.header("ETag", tag)
                .header("Cache-Control", "private, no-cache")
                .header("Vary", "Accept, Accept-Language, Cookie");
        if (holds) context.status(304);
        return holds;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has SHA-256", e);
        }
    }

    /// Answers with a page, all well.
    public void show(String template, String title, Map<String, ?> values) {
        show(200, template, title, values);
    }

    /// Answers with a page that the scripts of this house may make more comfortable. They come from here, and
    /// speak
    /// only to here; nothing else ever runs.
    public void showScripted(int status, String template, String title, Map<String, ?> values) {
        scripted();
        show(status, template, title, values);
    }

    /// Says that this page has scripts, before it is known whether the reader holds it already: the answer that it is
    /// unchanged carries the policy anew.
    public void scripted() {
        context.header("Content-Security-Policy", Visits.SCRIPTED);
    }

    /// What a page may have beyond the pictures of this house.
    public enum Carries {
        /// Sound and film of this house.
        MEDIA,
        /// Pictures in the page itself.
        PICTURES
    }

    /// The same for a page that has more than others.
    public void scripted(Carries more) {
        context.header(
                "Content-Security-Policy",
                switch (more) {
                    case MEDIA -> Visits.SCRIPTED + "; media-src 'self'";
                    case PICTURES -> Visits.SCRIPTED.replace("img-src 'self'", "img-src 'self' data:");
                });
    }

    /// Answers with a page whose reader sees one place of it grow.
    ///
    /// @param values with [#GROWS] where that is, unescaped
    /// @param growing is given what takes safe HTML, at once sent
    public void showGrowing(String template, String title, Map<String, ?> values, Consumer<Consumer<String>> growing) {
        var all = new HashMap<String, Object>(values);
        all.put("page", page(title));
        String html = new String(visits.views().render(template, all), UTF_8);
        int place = html.indexOf(GROWS);
        if (place < 0) throw new AssertionError(template + " has no place that grows");
        if (fresh) setCookie(Visits.FORM, csrf, -1);
        context.status(200)
                .contentType("text/html; charset=utf-8")
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no");
        try {
            OutputStream out = context.res().getOutputStream();
            Consumer<String> sent = text -> {
                try {
                    out.write(text.getBytes(UTF_8));
                    out.flush();
                } catch (IOException e) {
                    throw new UncheckedIOException("the reader went away", e);
                }
            };
            sent.accept(html.substring(0, place));
            growing.accept(sent);
            sent.accept(html.substring(place + GROWS.length()));
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("a page that grew was not read to its end", e);
        }
    }

    /// Answers with a part of a page, for a script.
    public void showPart(String template, Map<String, ?> values) {
        context.contentType("text/html; charset=utf-8").header("Cache-Control", "no-store");
        context.result(visits.views().render(template, new HashMap<>(values)));
    }

    /// Whoever asks, looked for again: a request may last longer than its session. Empty once that has ended.
    public Optional<Viewer> viewerNow() {
        if (session.isEmpty()) return Optional.of(Viewer.ANYONE);
        return visits.of(context)
                .session
                .filter(it -> it.id().equals(session.get().id()))
                .map(it -> Viewer.of(it.person()));
    }

    /// What every page knows; looked for once.
    public Page page(String title) {
        var known = made.orElseGet(this::make);
        made = Optional.of(known);
        return known.titled(title);
    }

    private Page make() {
        var policy = visits.signUp();
        var reader =
                person().map(it -> Reader.of(it, it.admin() || policy == SignUp.INVITATION, visits.news(viewer())));
        var alternate = Optional.<String>ofNullable(context.attribute(ALTERNATE));
        return new Page("", reader, csrf, policy == SignUp.OPEN, notice(), alternate, visits.now(), zone());
    }

    /// By whose clock days begin for the reader: their browser's, once one of our scripts has asked it, or else UTC.
    public ZoneId zone() {
        return visits.zone(context);
    }

    /// What the page before this one wanted to be told here.
    private Optional<String> notice() {
        var cookie = Optional.ofNullable(context.cookie(Visits.TOLD)).filter(it -> !it.isEmpty());
        if (cookie.isPresent()) setCookie(Visits.TOLD, "", 0);
        return cookie.flatMap(Notice::of).map(Notice::told);
    }

    /// Sends the reader to another page of ours, which says this.
    public void go(String path, Notice notice) {
        setCookie(Visits.TOLD, notice.name(), TOLD_SECONDS);
        go(path);
    }

    /// Sends the reader to another page of ours.
    public void go(String path) {
        context.redirect(path, HttpStatus.SEE_OTHER);
    }

    /// Opens a session for somebody, in the place of any other.
    public void open(Person person) {
        close();
        String agent = Optional.ofNullable(context.userAgent()).orElse("");
        var secret = visits.sessions().open(person, agent, address());
        setCookie(Visits.SESSION, secret.text(), (int) Sessions.LIFE.toSeconds());
    }

    /// Ends the session.
    public void close() {
        String cookie = context.cookie(Visits.SESSION);
        if (cookie != null) visits.sessions().close(Secret.of(cookie));
        setCookie(Visits.SESSION, "", 0);
    }

    /// Lets the reader's browser keep something for some time: nothing that anybody else should not know.
    public void remember(String name, String value, Duration life) {
        setCookie(name, value, (int) life.toSeconds());
    }

    void setCookie(String name, String value, int seconds) {
        boolean secure = base().getScheme().equals("https");
        context.cookie(new Cookie(name, value, "/", seconds, secure, true, null, SameSite.LAX));
    }
}
