package dev.hob.web.people;

import static dev.hob.web.text.Messages.text;

import dev.hob.node.Node;
import dev.hob.node.git.Maintenance;
import dev.hob.node.people.Person;
import dev.hob.node.people.SignUp;
import dev.hob.node.people.Viewer;
import dev.hob.node.repo.DiskUse;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.search.Search;
import dev.hob.web.html.Form;
import dev.hob.web.html.Notice;
import dev.hob.web.html.Page;
import dev.hob.web.html.Sizes;
import dev.hob.web.html.Urls;
import dev.hob.web.html.Visit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The administrator's room: what this node is, who may sign up, and what fills the disk.
public final class AdminPages {
    private static final int PAGE = 50;

    private final Node node;
    private final Optional<Search> search;
    private final SignUp configured;
    private final InstantSource clock;
    private final Instant started;

    /// @param search what finds things here, if anything does
    public AdminPages(Node node, SignUp configured, InstantSource clock, Optional<Search> search) {
        this.node = node;
        this.search = search;
        this.configured = configured;
        this.clock = clock;
        this.started = clock.instant();
    }

    /// A line of the storage page.
    public record StoredRepo(String path, boolean leads, String size, String maintained) {}

    /// What this node is.
    public void node(Visit visit) {
        visit.administrator();
        var facts = new LinkedHashMap<String, String>();
        facts.put(text("people.version"), version());
        facts.put(text("people.address"), visit.base().toString());
        facts.put(text("people.node-id"), node.custody().nodeKey().publicKey().nid());
        String uptime = time(Duration.between(started, clock.instant()));
        facts.put(
                text("people.running-since"),
                text("people.running-since-for", visit.page("").exactly(started), uptime));
        facts.put(text("people.database"), node.database().isPostgres() ? "PostgreSQL" : text("people.sqlite"));
        facts.put("Java", Runtime.version().toString());
        facts.put(text("people.accounts"), String.valueOf(node.people().count()));
        facts.put(text("word.repositories"), String.valueOf(node.repoSearch().count()));
        facts.put(text("people.changes-in-the-log"), String.valueOf(node.log().head()));
        facts.put(text("people.search"), search.map(AdminPages::searched).orElse(text("people.search-off")));
        var waiting = node.custody().waiting().all().stream()
                .map(key -> key.told(
                        node.people().byKey(key.key()).map(Person::name).orElse(text("people.nobody-here"))))
                .toList();
        visit.show(
                "admin/node.jte",
                text("admin.node") + " · " + text("word.administration"),
                Map.of(
                        "facts",
                        facts,
                        "waiting",
                        waiting,
                        "signUp",
                        told(node.signUps().inForce(configured))));
    }

    private static String told(SignUp policy) {
        return switch (policy) {
            case CLOSED -> text("people.sign-up-closed");
            case INVITATION -> text("people.sign-up-invitation");
            case OPEN -> text("people.sign-up-open");
        };
    }

    private static String searched(Search search) {
        var progress = search.progress();
        var told = new StringBuilder();
        told.append(text("people.things-found", progress.documents(), Sizes.of(progress.bytes())));
        if (!progress.complete()) told.append("; ").append(text("people.still-reading"));
        progress.working().ifPresent(it -> told.append("; ").append(text("people.reading", it)));
        if (progress.repositories() > 1)
            told.append(", ").append(text("people.repositories-to-go", progress.repositories()));
        if (progress.failed() > 0) told.append("; ").append(text("people.could-not-be-read", progress.failed()));
        search.vectors()
                .ifPresentOrElse(
                        vectors -> {
                            if (vectors.waiting() > 0)
                                told.append("; ").append(text("people.pieces-wait", vectors.waiting()));
                            vectors.trouble().ifPresent(it -> told.append("; ").append(it));
                        },
                        () -> told.append("; ").append(text("people.by-words-alone")));
        return told.toString();
    }

    private static String version() {
        return Optional.ofNullable(AdminPages.class.getPackage().getImplementationVersion())
                .orElse(text("people.from-a-source-tree"));
    }

    private static String time(Duration time) {
        if (time.toDays() > 0) return text("people.days-and-hours", time.toDays(), time.toHoursPart());
        if (time.toHours() > 0) return text("people.hours-and-minutes", time.toHours(), time.toMinutesPart());
        return text("people.minutes", time.toMinutes());
    }

    /// Who may sign up.
    public void signUp(Visit visit) {
        visit.administrator();
        showSignUp(visit, 200, Form.EMPTY);
    }

    /// Chooses who may; at once.
    public void chooseSignUp(Visit visit) {
        visit.administrator();
        String word = visit.field("policy");
        if (word.equals("configured")) node.signUps().choose(Optional.empty());
        else {
            var policy = SignUp.of(word);
            if (policy.isEmpty()) {
                showSignUp(visit, 422, Form.EMPTY.wrong("policy", text("people.choose-one")));
                return;
            }
            node.signUps().choose(policy);
        }
        visit.go("/admin/sign-up", Notice.SIGN_UP);
    }

    private void showSignUp(Visit visit, int status, Form form) {
        visit.show(
                status,
                "admin/signup.jte",
                text("admin.signing-up") + " · " + text("word.administration"),
                Map.of(
                        "form", form,
                        "chosen", node.signUps().chosen().map(SignUp::text).orElse("configured"),
                        "configured", told(configured)));
    }

    /// What fills the disk, the largest first.
    public void storage(Visit visit) {
        visit.administrator();
        var measured = node.diskUse().measured();
        String after = visit.query("after").orElse("");
        var rest = measured.folders().stream()
                .dropWhile(it -> !isBehind(it, after))
                .limit(PAGE + 1)
                .toList();
        var page = visit.page("");
        var lines = rest.stream()
                .limit(PAGE)
                .map(it -> line(it, visit.viewer(), page))
                .toList();
        Optional<String> next = rest.size() > PAGE
                ? Optional.of(Urls.query("/admin/storage", "after", key(rest.get(PAGE - 1))))
                : Optional.empty();
        var disk = node.diskUse().disk();
        String size = Sizes.of(measured.bytes());
        int used = disk.total() == 0 ? 0 : (int) Math.round(100.0 * (disk.total() - disk.free()) / disk.total());
        visit.show(
                "admin/storage.jte",
                text("admin.storage") + " · " + text("word.administration"),
                Map.of(
                        "lines", lines,
                        "next", next,
                        "first", after.isEmpty(),
                        "count", measured.folders().size(),
                        "total", measured.whole() ? size : text("people.at-least", size),
                        "at", measured.at(),
                        "free", Sizes.of(disk.free()),
                        "disk", Sizes.of(disk.total()),
                        "used", used));
    }

    private static String key(DiskUse.Folder folder) {
        return folder.bytes() + "~" + folder.rid().value();
    }

    /// Also when the folder of the key is gone, or grew, since it was measured.
    private static boolean isBehind(DiskUse.Folder folder, String key) {
        int split = key.indexOf('~');
        if (split < 1 || split > 18 || !key.substring(0, split).matches("\\d+")) return true;
        long bytes = Long.parseLong(key.substring(0, split));
        boolean alike = folder.bytes() == bytes;
        return folder.bytes() < bytes || (alike && folder.rid().value().compareTo(key.substring(split + 1)) > 0);
    }

    private StoredRepo line(DiskUse.Folder folder, Viewer viewer, Page page) {
        List<Repo> repos = node.repos().of(folder.rid());
        String paths = repos.stream().map(Repo::path).collect(Collectors.joining(", "));
        String maintained = node.maintenance()
                .last(folder.rid())
                .map(done -> told(done.work(), page.ago(done.at())))
                .orElse(text("people.not-looked-after"));
        // An administrator looks after folders, and sees no more of a private repository than its name.
        boolean leads = repos.size() == 1 && node.access().may(viewer, Right.READ, repos.getFirst());
        return new StoredRepo(
                paths.isEmpty() ? folder.rid().value() : paths, leads, Sizes.of(folder.bytes()), maintained);
    }

    private static String told(Maintenance.Work work, String ago) {
        return switch (work) {
            case NOTHING -> text("people.looked-after", ago);
            case MERGED -> text("people.looked-after-merged", ago);
            case REPACKED -> text("people.looked-after-repacked", ago);
        };
    }
}
