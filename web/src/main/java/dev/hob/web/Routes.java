package dev.hob.web;

import dev.hob.node.Node;
import dev.hob.node.asciidoc.Asciidoc;
import dev.hob.node.code.Blobs;
import dev.hob.web.activity.ActivityPages;
import dev.hob.web.activity.Feeds;
import dev.hob.web.api.Api;
import dev.hob.web.calm.Calm;
import dev.hob.web.calm.CalmPages;
import dev.hob.web.calm.Robots;
import dev.hob.web.edit.EditHouse;
import dev.hob.web.federation.FederationHouse;
import dev.hob.web.federation.HeardLines;
import dev.hob.web.git.GitHandlers;
import dev.hob.web.html.Chips;
import dev.hob.web.html.Highlighter;
import dev.hob.web.html.Parts;
import dev.hob.web.html.Stop;
import dev.hob.web.html.Visit;
import dev.hob.web.html.Visits;
import dev.hob.web.issue.Alike;
import dev.hob.web.issue.IssueHouse;
import dev.hob.web.login.Authentication;
import dev.hob.web.login.InvitationPages;
import dev.hob.web.login.KeyPages;
import dev.hob.web.login.LoginPages;
import dev.hob.web.login.SettingsPages;
import dev.hob.web.login.TokenPages;
import dev.hob.web.mcp.Mcp;
import dev.hob.web.notification.NotificationPages;
import dev.hob.web.patch.Fitting;
import dev.hob.web.patch.Looks;
import dev.hob.web.patch.PullHouse;
import dev.hob.web.peers.CopyPages;
import dev.hob.web.peers.Httpd;
import dev.hob.web.peers.Neighbours;
import dev.hob.web.peers.PeerPages;
import dev.hob.web.people.AdminPages;
import dev.hob.web.people.AdminPeoplePages;
import dev.hob.web.people.ExplorePages;
import dev.hob.web.people.HomePages;
import dev.hob.web.people.LanguagePages;
import dev.hob.web.people.NewRepositoryPages;
import dev.hob.web.people.PersonPages;
import dev.hob.web.release.ReleaseForms;
import dev.hob.web.release.ReleasePages;
import dev.hob.web.render.Viewers;
import dev.hob.web.repo.CodeHouse;
import dev.hob.web.repo.ForkPages;
import dev.hob.web.repo.Found;
import dev.hob.web.repo.PatchFile;
import dev.hob.web.repo.ProtectionPages;
import dev.hob.web.repo.Readme;
import dev.hob.web.repo.RepoSettings;
import dev.hob.web.repo.StarPages;
import dev.hob.web.search.AskPages;
import dev.hob.web.search.SearchPages;
import dev.hob.web.search.SymbolPages;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/// Every URL of this node, on one screen.
final class Routes {
    private final Visits visits;
    private final LoginPages login;
    private final SettingsPages settings;
    private final TokenPages tokens;
    private final KeyPages keys;
    private final InvitationPages invitations;
    private final HomePages homes;
    private final LanguagePages languages = new LanguagePages();
    private final SearchPages search;
    private final SymbolPages symbols;
    private final AskPages ask;
    private final ExplorePages explore;
    private final PersonPages people;
    private final NewRepositoryPages fresh;
    private final AdminPages admin;
    private final AdminPeoplePages adminPeople;
    private final EditHouse edits;
    private final RepoSettings repos;
    private final ProtectionPages protection;
    private final StarPages stars;
    private final ReleasePages releases;
    private final ReleaseForms forms;
    private final ForkPages forks;
    private final ActivityPages activity;
    private final Feeds feeds;
    private final Api api;
    private final Mcp mcp;
    private final GitHandlers git;
    private final Httpd httpd;
    private final PeerPages peers;
    private final CopyPages copies;
    private final Health health;
    private final CodeHouse code;
    private final FederationHouse federation;
    private final IssueHouse issues;
    private final PullHouse pulls;
    private final NotificationPages notifications;

    private final CalmPages calm;
    private final Robots robots;
    private final StatusPage status;
    private final Assets assets;
    private final Viewers viewers = new Viewers();
    private final Asciidoc asciidoc;

    Routes(
            Node node,
            Readers readers,
            Visits visits,
            Parts parts,
            Assets assets,
            HttpConfig config,
            InstantSource clock,
            Health health,
            Calm calm) {
        var neighbours = new Neighbours(node, readers.peers());
        var federating = readers.federating();
        var speaking = federating.speaking();
        var found = new Found(node);
        this.visits = visits;
        this.login = new LoginPages(node.people(), node.links(), node.signUps(), visits::signUp);
        this.settings = new SettingsPages(node);
        this.tokens = new TokenPages(node);
        this.keys = new KeyPages(node);
        this.invitations = new InvitationPages(node, visits::signUp);
        var alike = new Alike(node, readers.search());
        var fitting = new Fitting(node, alike);
        var looks = new Looks(
                node, (repo, patch) -> federating.contributing().flatMap(it -> it.source(repo, patch.id())), fitting);
        this.issues = IssueHouse.of(node, found, looks, readers.search(), alike);
        this.pulls = PullHouse.of(node, issues, looks, parts);
        this.notifications = new NotificationPages(node);
        this.activity = new ActivityPages(node, found);
        this.homes = new HomePages(node, activity, issues.mine(), new HeardLines(federating.across())::of);
        this.search = new SearchPages(node, readers.search(), federating.across());
        this.ask = new AskPages(node, found, readers.search());
        this.symbols = new SymbolPages(node, found, readers.search());
        this.explore = new ExplorePages(node);
        this.people = new PersonPages(node, activity);
        this.fresh = new NewRepositoryPages(node, clock);
        this.admin = new AdminPages(node, config.signUp(), clock, readers.search());
        this.adminPeople = new AdminPeoplePages(node);
        this.asciidoc = Asciidoc.open(config.asciidoc());
        var readme = new Readme(new Blobs(), new Highlighter(), asciidoc);
        this.edits = EditHouse.of(node, found, issues.finding(), readme);
        this.repos = new RepoSettings(node, found);
        this.protection = new ProtectionPages(node, found);
        this.stars = new StarPages(node, found);
        this.releases = new ReleasePages(node, found, issues.prose());
        this.forms = new ReleaseForms(node, found, issues.prose());
        this.forks = new ForkPages(node, found);
        this.code = CodeHouse.of(
                node,
                found,
                parts,
                readme,
                neighbours::holders,
                readers.search().isPresent());
        this.assets = assets;
        var authentication = new Authentication(node.people(), node.tokens());
        this.feeds = new Feeds(node, visits, authentication, found);
        this.api =
                new Api(node, neighbours, federating, readers.search(), fitting, authentication, visits, clock, calm);
        this.mcp = new Mcp(node, readers.search(), authentication, visits, config.publicUrl());
        this.git = new GitHandlers(node, authentication);
        this.httpd = new Httpd(node, git, clock);
        this.peers = new PeerPages(neighbours);
        this.copies = new CopyPages(found, neighbours);
        this.health = health;
        this.calm = new CalmPages(calm, config.strangers().proving(), clock);
        this.status = new StatusPage(node, health, calm, neighbours, readers.search(), speaking.isPresent(), clock);
        this.robots = config.strangers().robots();
        this.federation = FederationHouse.of(node, found, federating, issues.finding(), parts, visits::signUp);
    }

    void start() {
        issues.live().start();
    }

    void close() {
        issues.live().close();
        asciidoc.close();
    }

    void declare(RoutesConfig to) {
        to.get("/healthz", health::alive);
        to.get("/readyz", health::ready);
        to.get("/metrics", health::metrics);
        to.get("/-/status", page(status::show));
        to.get("/-/signers", page(code.snapshots()::signers));
        to.get("/robots.txt", robots::send);
        to.get("/-/proof.js", assets.file("proof.js", "text/javascript; charset=utf-8"));
        to.post("/-/proof", form(calm::prove));
        to.get("/-/hob.css", assets.file("hob.css", "text/css; charset=utf-8"));
        to.get("/-/hob.svg", assets.file("hob.svg", "image/svg+xml"));

        to.get(Visits.SPECULATION, assets.file("speculation-rules.json", "application/speculationrules+json"));
        to.get("/-/hob.js", assets.file("hob.js", "text/javascript; charset=utf-8"));
        to.get("/-/say.js", assets.file("say.js", "text/javascript; charset=utf-8"));
        to.get("/-/messages.js", Assets::messages);
        to.get("/-/language", page(languages::choose));
        to.post("/-/language", form(languages::chosen));
        to.get("/-/palette.js", assets.file("palette.js", "text/javascript; charset=utf-8"));
        to.get("/-/viewers/rich.js", viewers::enter);
        to.get("/-/viewers/{tag}/rich.js", assets.file("rich.js", "text/javascript; charset=utf-8"));
        to.get("/-/viewers/{tag}/diagram", Viewers.framed(assets.file("diagram.html", "text/html; charset=utf-8")));
        to.get(
                "/-/viewers/{tag}/diagram.js",
                Viewers.forFrames(assets.file("diagram.js", "text/javascript; charset=utf-8")));
        to.get("/-/viewers/{tag}/<rest>", Viewers.forFrames(viewers::send));
        for (String name : List.of("field.js", "edit.js", "conflicts.js"))
            to.get("/-/editor/{tag}/" + name, assets.file(name, "text/javascript; charset=utf-8"));
        to.get("/-/editor/{tag}/<rest>", edits.editor()::send);
        to.get("/-/chips/1/{colours}.css", Chips::style);
        to.get("/-/avatar/1/{nid}.svg", people::avatar);
        to.get("/-/avatar/1/{nid}.png", people::avatarElsewhere);

        to.get("/", page(homes::home));
        to.get("/search", costly(federation.elsewhere().searchOr(search::show)));
        to.post("/search", form(search::far));
        to.get("/explore", page(federation.elsewhere().searchOr(explore::repositories)));
        to.get("/explore/people", page(explore::people));
        to.get("/login", page(login::login));
        to.post("/login", form(login::enter));
        to.post("/logout", form(login::leave));
        to.get("/join", page(login::join));
        to.post("/join", form(login::joined));
        to.get("/join/{token}", page(login::invited));
        to.post("/join/{token}", form(login::accepted));
        to.get("/reset/{token}", page(login::reset));
        to.post("/reset/{token}", form(login::resetDone));
        to.get("/settings", page(settings::profile));
        to.post("/settings", form(settings::describe));
        to.get("/settings/password", page(settings::password));
        to.post("/settings/password", form(settings::changePassword));
        to.get("/settings/sessions", page(settings::sessions));
        to.post("/settings/sessions/others", form(settings::endOtherSessions));
        to.post("/settings/sessions/{id}/end", form(settings::endSession));
        to.get("/settings/tokens", page(tokens::show));
        to.post("/settings/tokens", form(tokens::create));
        to.post("/settings/tokens/{id}/delete", form(tokens::revoke));
        to.get("/settings/keys", page(keys::show));
        to.post("/settings/keys", form(keys::add));
        to.post("/settings/keys/{id}/delete", form(keys::remove));
        to.post("/settings/keys/ask", form(keys::ask));
        to.post("/settings/keys/link", form(keys::link));
        to.post("/settings/devices/{nid}/revoke", form(keys::revoke));
        to.get("/settings/identity", page(keys::identity));
        to.post("/settings/identity", form(keys::export));
        to.get("/settings/invitations", page(invitations::show));
        to.post("/settings/invitations", form(invitations::create));
        to.post("/settings/invitations/{id}/withdraw", form(invitations::withdraw));
        to.get("/settings/moving", page(federation.moving()::show));
        to.post("/settings/moving/also", form(federation.moving()::also));
        to.post("/settings/moving/remove", form(federation.moving()::remove));
        to.post("/settings/moving/away", form(federation.moving()::away));
        to.post("/settings/moving/repository", form(federation.moving()::repository));
        to.post("/settings/moving/withdraw", form(federation.moving()::withdraw));
        to.get("/settings/blocked", page(federation.blocks()::show));
        to.post("/settings/blocked", form(federation.blocks()::block));
        to.post("/settings/blocked/remove", form(federation.blocks()::unblock));
        to.get("/settings/delete", page(settings::leaving));
        to.post("/settings/delete", form(settings::leave));
        to.get("/issues", page(issues.mine()::list));
        to.get("/notifications", page(notifications::list));
        to.post("/notifications", form(notifications::mark));
        to.get("/new", page(fresh::blank));
        to.post("/new", form(fresh::create));

        to.get("/admin", page(admin::node));
        to.get("/admin/sign-up", page(admin::signUp));
        to.post("/admin/sign-up", form(admin::chooseSignUp));
        to.get("/admin/storage", page(admin::storage));
        to.get("/admin/people", page(adminPeople::list));
        to.post("/admin/people", form(adminPeople::create));
        to.post("/admin/invitations", form(adminPeople::invite));
        to.post("/admin/invitations/{id}/withdraw", form(adminPeople::withdraw));
        to.get("/admin/people/{name}", page(adminPeople::one));
        to.post("/admin/people/{name}/disable", form(adminPeople::disable));
        to.post("/admin/people/{name}/admin", form(adminPeople::makeAdmin));
        to.post("/admin/people/{name}/reset-link", form(adminPeople::reset));
        to.post("/admin/people/{name}/delete", form(adminPeople::delete));

        to.get("/.well-known/webfinger", federation.discovery()::webFinger);
        to.get("/.well-known/host-meta", federation.discovery()::hostMeta);
        to.get("/.well-known/nodeinfo", federation.discovery()::nodeInfos);
        to.get("/nodeinfo/{version}", federation.discovery()::nodeInfo);
        to.post("/inbox", federation.inboxes()::take);
        to.post("/actor/inbox", federation.inboxes()::take);
        to.post("/u/{name}/inbox", federation.inboxes()::take);
        to.post("/r/{id}/inbox", federation.inboxes()::take);
        to.get("/actor", federation.documents()::show);
        to.get("/actor/<rest>", federation.documents()::show);
        to.get("/u/<rest>", federation.documents()::show);
        to.get("/r/<rest>", federation.documents()::show);

        elsewhere(to);
        peers(to);
        federation(to);
        httpd.declare(to);
        api.declare(to, httpd::rootOr, httpd::searchOr);

        to.post(Mcp.PATH, mcp::post);
        to.get(Mcp.PATH, mcp::other);
        to.delete(Mcp.PATH, mcp::other);

        to.get("/{owner}/{repo}/info/refs", git::infoRefs);
        to.post("/{owner}/{repo}/git-upload-pack", git::uploadPack);
        to.post("/{owner}/{repo}/git-receive-pack", git::receivePack);

        // No account has a dot in its name, so that nothing else is called so.
        to.get("/{owner}.keys", page(keys::published));
        to.get("/{owner}.atom", feeds.person());
        to.get("/{owner}", federation.documents().person(page(people::person)));
        to.get("/{owner}/{repo}", federation.documents().repository(page(code.trees()::home)));
        for (String kind : List.of("branch", "tag", "commit")) {
            boolean now = kind.equals("branch");
            to.get(
                    "/{owner}/{repo}/blame/" + kind + "/<rest>",
                    costly(code.blame().blame(kind)));
            to.get(
                    "/{owner}/{repo}/find/" + kind + "/<rest>",
                    costly(code.finder().find(kind)));
            to.get(
                    "/{owner}/{repo}/src/" + kind + "/<rest>",
                    now ? page(code.trees().source(kind)) : costly(code.trees().source(kind)));
            to.get("/{owner}/{repo}/raw/" + kind + "/<rest>", page(code.trees().raw(kind)));
            to.get(
                    "/{owner}/{repo}/graph/" + kind + "/<rest>",
                    costly(code.graphs().of(kind)));
            var history = costly(code.histories().commits(kind));
            to.get("/{owner}/{repo}/commits/" + kind + "/<rest>", now ? feeds.commits(history) : history);
        }
        to.get("/{owner}/{repo}/commits/<rest>", feeds.commits(_ -> {
            throw Stop.notFound();
        }));
        to.get("/{owner}/{repo}/graph", costly(code.graphs()::all));
        to.get("/{owner}/{repo}/contributors", costly(code.contributors()::show));
        to.get("/{owner}/{repo}/activity", page(activity::repository));
        to.get("/{owner}/{repo}/activity.atom", feeds.repository());
        to.get("/{owner}/{repo}/ask", costly(ask::blank));
        to.post("/{owner}/{repo}/ask", form(ask::ask));
        to.get("/{owner}/{repo}/symbol", costly(symbols::show));
        to.get("/{owner}/{repo}/stars", page(stars::givers));
        to.post("/{owner}/{repo}/star", form(stars::star));
        to.get("/{owner}/{repo}/watchers", page(stars::watchers));
        to.post("/{owner}/{repo}/watch", form(stars::watch));
        to.get("/{owner}/{repo}/fork", page(forks::blank));
        to.post("/{owner}/{repo}/fork", form(forks::create));
        to.get("/{owner}/{repo}/forks", page(forks::list));
        to.get("/{owner}/{repo}/offer", page(federation.offers()::blank));
        to.post("/{owner}/{repo}/offer", form(federation.offers()::send));
        to.post("/{owner}/{repo}/origin", form(federation.offers()::fetch));
        to.post("/{owner}/{repo}/sync", form(forks::sync));
        to.get("/{owner}/{repo}/peers", page(copies::list));
        to.post("/{owner}/{repo}/peers", form(copies::fetch));
        to.get("/{owner}/{repo}/archive/<rest>", sent(code.trees()::archive));
        to.get("/{owner}/{repo}/snapshot.bundle", page(code.snapshots()::bundle));
        to.get("/{owner}/{repo}/snapshot.bundle.sig", page(code.snapshots()::signature));
        for (var kind : PatchFile.Kind.values()) {
            to.get(
                    "/{owner}/{repo}/commit/{id}" + kind.ending(),
                    sent(code.commits().text(kind)));
            to.get(
                    "/{owner}/{repo}/pulls/{number}" + kind.ending(),
                    sent(pulls.texts().pull(kind)));
        }
        to.get("/{owner}/{repo}/commit/{id}", costly(code.commits()::commit));
        to.get("/{owner}/{repo}/branches", page(code.refs()::branches));
        to.post("/{owner}/{repo}/branches", form(code.refs()::create));
        to.post("/{owner}/{repo}/branches/delete", form(code.refs()::deleteBranch));
        to.get("/{owner}/{repo}/tags", page(code.refs()::tags));
        to.get("/{owner}/{repo}/tags.atom", feeds.tags());
        to.post("/{owner}/{repo}/tags/delete", form(code.refs()::deleteTag));
        edits(to);
        issues(to);
        pulls(to);
        releases(to);
        to.get("/{owner}/{repo}/settings", page(repos::show));
        to.post("/{owner}/{repo}/settings", form(repos::change));
        to.post("/{owner}/{repo}/settings/branch", form(repos::branch));
        to.post("/{owner}/{repo}/settings/visibility", form(repos::visibility));
        to.post("/{owner}/{repo}/settings/people", form(repos::let));
        to.post("/{owner}/{repo}/settings/people/remove", form(repos::letOut));
        to.get("/{owner}/{repo}/settings/people/elsewhere", page(federation.letting()::show));
        to.post("/{owner}/{repo}/settings/people/elsewhere", form(federation.letting()::invite));
        to.post("/{owner}/{repo}/settings/people/elsewhere/dismiss", form(federation.letting()::dismiss));
        to.get("/{owner}/{repo}/follow", page(federation.follow()::ask));
        to.post("/{owner}/{repo}/follow", form(federation.follow()::lead));
        to.get("/{owner}/{repo}/settings/followers", page(federation.follow()::settings));
        to.post("/{owner}/{repo}/settings/followers", form(federation.follow()::choose));
        to.get("/{owner}/{repo}/settings/guests", page(federation.guests()::show));
        to.post("/{owner}/{repo}/settings/guests", form(federation.guests()::choose));
        to.post("/{owner}/{repo}/settings/guests/held", form(federation.guests()::judge));
        to.get("/{owner}/{repo}/settings/protection", page(protection::show));
        to.get("/{owner}/{repo}/settings/protection/rule", page(protection::rule));
        to.post("/{owner}/{repo}/settings/protection/rule", form(protection::save));
        to.post("/{owner}/{repo}/settings/protection/forget", form(protection::forget));
        to.post("/{owner}/{repo}/settings/protection/tags", form(protection::saveTags));
        to.post("/{owner}/{repo}/settings/protection/tags/forget", form(protection::forgetTags));
        to.post("/{owner}/{repo}/settings/transfer", form(repos::offer));
        to.post("/{owner}/{repo}/settings/transfer/withdraw", form(repos::withdraw));
        to.post("/{owner}/{repo}/settings/leave", form(forks::leave));
        to.post("/{owner}/{repo}/settings/delete", form(repos::delete));
        to.get("/{owner}/{repo}/transfer", page(repos::offered));
        to.post("/{owner}/{repo}/transfer", form(repos::answer));
    }

    private void edits(RoutesConfig to) {
        to.get("/{owner}/{repo}/new/<rest>", page(edits.files()::blank));
        to.post("/{owner}/{repo}/new/<rest>", text(edits.files()::create));
        to.get("/{owner}/{repo}/edit/<rest>", page(edits.files()::edit));
        to.post("/{owner}/{repo}/edit/<rest>", text(edits.files()::change));
        to.get("/{owner}/{repo}/delete/<rest>", page(edits.deletions()::ask));
        to.post("/{owner}/{repo}/delete/<rest>", form(edits.deletions()::delete));
        to.get("/{owner}/{repo}/upload/<rest>", page(edits.uploads()::blank));
        to.post("/{owner}/{repo}/upload/<rest>", form(edits.uploads()::take));
        to.get("/{owner}/{repo}/pending/<rest>", costly(edits.pending()::ask));
        to.post("/{owner}/{repo}/pending/<rest>", form(edits.pending()::decide));
    }

    private void elsewhere(RoutesConfig to) {
        var pages = federation.elsewhere();
        var letting = federation.letting();
        var reviewing = federation.reviewing();
        to.get("/-/elsewhere", page(federation.asked()::heard));
        to.get("/-/elsewhere/following", page(federation.asked()::following));
        to.get("/-/elsewhere/asked", page(federation.asked()::asked));
        to.get("/-/elsewhere/asked/{id}", page(federation.ownNotes()::blank));
        to.post("/-/elsewhere/asked/{id}", form(federation.ownNotes()::edit));
        to.post("/-/elsewhere/asked/{id}/delete", form(federation.ownNotes()::takeBack));
        to.get("/-/elsewhere/edit", page(federation.ticketEdits()::blank));
        to.post("/-/elsewhere/edit", form(federation.ticketEdits()::edit));
        to.get("/-/elsewhere/find", page(pages::find));
        to.get("/-/elsewhere/text", page(pages::text));
        to.get("/-/elsewhere/issue", page(pages::blankIssue));
        to.post("/-/elsewhere/issue", form(pages::sendIssue));
        to.post("/-/elsewhere/comment", form(pages::comment));
        to.post("/-/elsewhere/follow", form(pages::follow));
        to.post("/-/elsewhere/star", form(pages::star));
        to.get("/-/elsewhere/work", page(letting::work));
        to.post("/-/elsewhere/work", form(letting::answer));
        to.post("/-/elsewhere/act", form(letting::act));
        to.post("/-/elsewhere/turn", form(pages::turn));
        to.get("/-/elsewhere/changes", costly(reviewing::changes));
        to.post("/-/elsewhere/changes/remark", form(reviewing::remark));
        to.post("/-/elsewhere/changes/drafts/{number}", form(reviewing::draft));
        to.post("/-/elsewhere/review", form(reviewing::review));
        to.get("/-/elsewhere/fork", page(federation.forking()::blank));
        to.post("/-/elsewhere/fork", form(federation.forking()::create));
        to.get("/-/elsewhere/offered", page(federation.offers()::list));
        // No account has an `@` in its name.
        to.get("/@{handle}", page(pages::actor));
    }

    private void peers(RoutesConfig to) {
        to.get("/-/peers", page(peers::show));
        to.post("/-/peers/connect", form(peers::connect));
        to.post("/-/peers/disconnect", form(peers::disconnect));
        to.post("/-/peers/seed", form(peers::seed));
        to.post("/-/peers/unseed", form(peers::unseed));
        to.post("/-/peers/follow", form(peers::follow));
        to.post("/-/peers/block", form(peers::block));
        to.post("/-/peers/undecide", form(peers::undecide));
    }

    private void federation(RoutesConfig to) {
        var pages = federation.instances();
        to.get("/-/federation", page(pages::instances));
        to.post("/-/federation", form(pages::decide));
        to.post("/-/federation/only-listed", form(pages::onlyListed));
        to.post("/-/federation/retry", form(pages::retryAll));
        to.get("/-/federation/instance", page(pages::instance));
        to.post("/-/federation/instance", form(pages::meet));
        to.post("/-/federation/instance/retry", form(pages::retry));
        to.get("/-/federation/inbox", page(pages::inbox));
        to.get("/-/federation/held", page(pages::held));
        to.post("/-/federation/held", form(pages::judge));
        to.get("/-/federation/reports", page(pages::reports));
        to.post("/-/federation/reports", form(pages::settle));
        to.get("/-/federation/blocked", page(pages::blocked));
        to.post("/-/federation/blocked", form(pages::block));
        to.post("/-/federation/blocked/remove", form(pages::unblock));
    }

    private void issues(RoutesConfig to) {
        var lists = issues.lists();
        var pages = issues.pages();
        var labels = issues.labels();
        var milestones = issues.milestones();
        String issue = "/{owner}/{repo}/issues/{number}";
        to.get("/{owner}/{repo}/issues", page(lists::list));
        to.post("/{owner}/{repo}/issues", form(issues.fresh()::create));
        to.post("/{owner}/{repo}/issues/bulk", form(lists::bulk));
        to.post("/{owner}/{repo}/issues/views", form(lists::keep));
        to.post("/{owner}/{repo}/issues/views/forget", form(lists::forget));
        to.get("/{owner}/{repo}/issues/new", page(issues.fresh()::blank));
        to.get("/{owner}/{repo}/issues/new/choose", page(issues.fresh()::choose));
        to.post("/{owner}/{repo}/issues/preview", form(pages::preview));
        to.get("/{owner}/{repo}/issues/similar", page(issues.resembling()::part));
        to.get("/{owner}/{repo}/issues/complete", page(issues.assist()::complete));
        to.get("/{owner}/{repo}/issues/attachments/{blob}", page(issues.attachments()::file));
        to.get("/{owner}/{repo}/issues/attachments/{blob}/{name}", page(issues.attachments()::file));
        talk(to, issue);
        to.get("/{owner}/{repo}/labels", page(labels::show));
        to.post("/{owner}/{repo}/labels", form(labels::describe));
        to.post("/{owner}/{repo}/labels/usual", form(labels::usual));
        to.post("/{owner}/{repo}/labels/forget", form(labels::forget));
        to.get("/{owner}/{repo}/milestones", page(milestones::list));
        to.post("/{owner}/{repo}/milestones", form(milestones::create));
        to.get("/{owner}/{repo}/milestones/new", page(milestones::blank));
        to.get("/{owner}/{repo}/milestones/{id}", page(milestones::one));
        to.get("/{owner}/{repo}/milestones/{id}/edit", page(milestones::edit));
        to.post("/{owner}/{repo}/milestones/{id}/edit", form(milestones::change));
        to.post("/{owner}/{repo}/milestones/{id}/state", form(milestones::turn));
        to.post("/{owner}/{repo}/milestones/{id}/delete", form(milestones::forget));
    }

    private void releases(RoutesConfig to) {
        String all = "/{owner}/{repo}/releases";
        to.get(all + ".atom", feeds.releases());
        to.get(all, page(releases::list));
        to.post(all, upload(forms::mayWrite, forms::create));
        to.get(all + "/new", page(forms::blank));
        to.get(all + "/latest", page(releases::latest));
        to.get(all + "/latest/download/{file}", page(releases::latestFile));
        to.get(all + "/tag/<rest>", federation.documents().release(page(releases::one)));
        to.get(all + "/download/<rest>", feeds.read(releases::download));
        to.get(all + "/edit/{number}", page(forms::edit));
        to.post(all + "/edit/{number}", upload(forms::mayWrite, forms::change));
        to.post(all + "/edit/{number}/delete", form(forms::delete));
    }

    /// What issues and pull requests have alike.
    private void talk(RoutesConfig to, String issue) {
        var pages = issues.pages();
        var acts = issues.acts();
        to.get(issue, federation.documents().ticket(page(pages::issue)));
        to.get(issue + "/live", page(issues.live()::follow));
        to.post(issue + "/comment", form(acts::comment));
        to.get(issue + "/comment/{id}", federation.documents().comment(page(pages::comment)));
        to.get(issue + "/comment/{id}/history", page(pages::history));
        to.get(issue + "/comment/{id}/edit", page(pages::edit));
        to.post(issue + "/comment/{id}/edit", form(acts::edit));
        to.post(issue + "/comment/{id}/delete", form(acts::redact));
        to.post(issue + "/comment/{id}/react", form(acts::react));
        to.get(issue + "/comment/{id}/report", page(federation.reports()::ask));
        to.post(issue + "/comment/{id}/report", form(federation.reports()::send));
        to.post(issue + "/title", form(acts::title));
        to.post(issue + "/labels", form(acts::labels));
        to.post(issue + "/assignees", form(acts::assignees));
        to.post(issue + "/milestone", form(acts::milestone));
        to.post(issue + "/due", form(acts::due));
        to.post(issue + "/pin", form(acts::pin));
        to.post(issue + "/lock", form(acts::lock));
        to.post(issue + "/depend", form(acts::depend));
        to.post(issue + "/subscription", form(acts::subscribe));
    }

    private void pulls(RoutesConfig to) {
        var lists = issues.lists();
        var acts = pulls.acts();
        String pull = "/{owner}/{repo}/pulls/{number}";
        to.get("/{owner}/{repo}/pulls", page(lists::pulls));
        to.post("/{owner}/{repo}/pulls/bulk", form(lists::bulkPulls));
        talk(to, pull);
        to.post("/{owner}/{repo}/pulls", form(pulls.compare()::create));
        to.get("/{owner}/{repo}/compare", costly(pulls.compare()::choose));
        to.get("/{owner}/{repo}/compare/<rest>", costly(pulls.compare()::compare));
        to.get(pull + "/commits", page(pulls.files()::commits));
        to.get(pull + "/files", costly(pulls.files()::files));
        to.get(pull + "/revisions", costly(pulls.revisions()::compare));
        to.get(pull + "/remark", page(pulls.files()::back));
        to.get(pull + "/review", page(pulls.files()::back));
        to.get(pull + "/files/part", costly(pulls.files()::part));
        to.post(pull + "/viewed", form(pulls.files()::viewed));
        to.post(pull + "/drafts/{id}", form(pulls.files()::draft));
        to.post(pull + "/remark", form(pulls.files()::remark));
        to.post(pull + "/review", form(pulls.files()::review));
        to.post(pull + "/merge", form(acts::merge));
        to.get(pull + "/conflicts", costly(edits.conflicts()::ask));
        to.post(pull + "/conflicts", text(edits.conflicts()::decide));
        to.post(pull + "/later", form(acts::later));
        to.post(pull + "/later/cancel", form(acts::stay));
        to.post(pull + "/leave", form(acts::leave));
        to.post(pull + "/state", form(acts::state));
        to.post(pull + "/target", form(acts::target));
        to.post(pull + "/lend", form(acts::lend));
        to.post(pull + "/reviewers", form(acts::reviewers));
        to.post(pull + "/resolve", form(acts::resolve));
        to.post(pull + "/apply", form(acts::apply));
    }

    /// A page that a form is sent to: whoever else sends it is refused.
    private Handler form(Consumer<Visit> page) {
        return context -> {
            var visit = visits.of(context);
            visit.checkForm();
            page.accept(visit);
        };
    }

    /// The same with the text of a file.
    private Handler text(Consumer<Visit> page) {
        return context -> {
            var visit = visits.of(context);
            visit.checkTextForm();
            page.accept(visit);
        };
    }

    /// The same with large files, for whom it may be.
    private Handler upload(Consumer<Visit> may, Consumer<Visit> page) {
        return context -> {
            var visit = visits.of(context);
            may.accept(visit);
            visit.checkLargeForm();
            page.accept(visit);
        };
    }

    private Handler page(Consumer<Visit> page) {
        return context -> page.accept(visits.of(context));
    }

    /// A page that costs work, of which everybody has a share.
    private Handler costly(Consumer<Visit> page) {
        return context -> calm.show(visits.of(context), page);
    }

    /// The same with a file that lasts as long as its reader takes it.
    private Handler sent(Consumer<Visit> file) {
        return context -> calm.send(visits.of(context), file);
    }
}
