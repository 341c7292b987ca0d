package dev.hob.web.people;

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
        facts.put("Version", version());
        facts.put("Address", visit.base().toString());
        facts.put("Node id", node.custody().nodeKey().publicKey().nid());
        String uptime = time(Duration.between(started, clock.instant()));
        facts.put("Running since", visit.page("").exactly(started) + ", for " + uptime);
        facts.put("Database", node.database().isPostgres() ? "PostgreSQL" : "SQLite, in the data folder");
        facts.put("Java", Runtime.version().toString());
        facts.put("Accounts", String.valueOf(node.people().count()));
        facts.put("Repositories", String.valueOf(node.repoSearch().count()));
        facts.put("Changes in the log", String.valueOf(node.log().head()));
        facts.put("Search", search.map(AdminPages::searched).orElse("off (search.enabled)"));
        var waiting = node.custody().waiting().all().stream()
                .map(key -> key.told(
                        node.people().byKey(key.key()).map(Person::name).orElse("nobody here")))
                .toList();
        visit.show(
                "admin/node.jte",
                "Node · Administration",
                Map.of(
                        "facts",
                        facts,
                        "waiting",
                        waiting,
                        "signUp",
                        node.signUps().inForce(configured).text()));
    }

    private static String searched(Search search) {
        var progress = search.progress();
        var told = new StringBuilder();
        told.append(progress.documents()).append(" things found, ").append(Sizes.of(progress.bytes()));
        if (!progress.complete()) told.append("; still reading what is here");
        progress.working().ifPresent(it -> told.append("; reading ").append(it));
        if (progress.repositories() > 1)
            told.append(", ").append(progress.repositories()).append(" repositories to go");
        if (progress.failed() > 0) told.append("; ").append(progress.failed()).append(" could not be read");
        search.vectors()
                .ifPresentOrElse(
                        vectors -> {
                            if (vectors.waiting() > 0)
                                told.append("; ").append(vectors.waiting()).append(" pieces wait to be understood");
                            vectors.trouble().ifPresent(it -> told.append("; ").append(it));
                        },
                        () -> told.append("; by words alone"));
        return told.toString();
    }

    private static String version() {
        return Optional.ofNullable(AdminPages.class.getPackage().getImplementationVersion())
                .orElse("from a source tree");
    }

    private static String time(Duration time) {
        if (time.toDays() > 0) return time.toDays() + " days, " + time.toHoursPart() + " hours";
        if (time.toHours() > 0) return time.toHours() + " hours, " + time.toMinutesPart() + " minutes";
        return time.toMinutes() + " minutes";
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
                showSignUp(visit, 422, Form.EMPTY.wrong("policy", "Choose one of them."));
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
                "Signing up · Administration",
                Map.of(
                        "form", form,
                        "chosen", node.signUps().chosen().map(SignUp::text).orElse("configured"),
                        "configured", configured.text()));
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
        int used = disk.total() == 0 ? 0 : (int) Math.round(100.0 * (disk.total() - disk.free()) / disk.total());
        visit.show(
                "admin/storage.jte",
                "Storage · Administration",
                Map.of(
                        "lines", lines,
                        "next", next,
                        "first", after.isEmpty(),
                        "count", measured.folders().size(),
                        "total", (measured.whole() ? "" : "at least ") + Sizes.of(measured.bytes()),
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
                .map(done -> "looked after " + page.ago(done.at()) + work(done.work()))
                .orElse("not looked after since the start");
        // An administrator looks after folders, and sees no more of a private repository than its name.
        boolean leads = repos.size() == 1 && node.access().may(viewer, Right.READ, repos.getFirst());
        return new StoredRepo(
                paths.isEmpty() ? folder.rid().value() : paths, leads, Sizes.of(folder.bytes()), maintained);
    }

    private static String work(Maintenance.Work work) {
        return switch (work) {
            case NOTHING -> ", nothing to do";
            case MERGED -> ", small packs merged";
            case REPACKED -> ", written anew";
        };
    }
}
