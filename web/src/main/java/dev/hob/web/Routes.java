package dev.hob.web;

import dev.hob.node.Node;
import dev.hob.node.code.History;
import dev.hob.web.api.Api;
import dev.hob.web.git.GitHandlers;
import dev.hob.web.html.Parts;
import dev.hob.web.html.Visit;
import dev.hob.web.html.Visits;
import dev.hob.web.login.Authentication;
import dev.hob.web.login.LoginPages;
import dev.hob.web.login.SettingsPages;
import dev.hob.web.repo.CommitPages;
import dev.hob.web.repo.Found;
import dev.hob.web.repo.Marks;
import dev.hob.web.repo.OwnerPages;
import dev.hob.web.repo.RefPages;
import dev.hob.web.repo.RepoSettings;
import dev.hob.web.repo.TreePages;
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
    private final OwnerPages owners;
    private final TreePages trees;
    private final CommitPages commits;
    private final RefPages refs;
    private final RepoSettings repos;
    private final Api api;
    private final GitHandlers git;
    private final Health health;

    private final Assets assets;

    Routes(
            Node node,
            Visits visits,
            Parts parts,
            Assets assets,
            HttpConfig config,
            InstantSource clock,
            Health health) {
        var found = new Found(node);
        this.visits = visits;
        this.login = new LoginPages(node.people(), node.links(), config.openSignUp());
        this.settings = new SettingsPages(node.people(), node.tokens(), node.sshKeys());
        this.owners = new OwnerPages(node);
        var history = new History();
        var marks = new Marks(node.sshKeys());
        this.trees = new TreePages(node, found, history, marks, parts);
        this.commits = new CommitPages(node, found, history, marks, parts);
        this.refs = new RefPages(node, found, history);
        this.repos = new RepoSettings(node, found);
        this.assets = assets;
        var authentication = new Authentication(node.people(), node.tokens());
        this.api = new Api(node, authentication, visits, clock);
        this.git = new GitHandlers(node, authentication);
        this.health = health;
    }

    void declare(RoutesConfig to) {
        to.get("/healthz", health::alive);
        to.get("/readyz", health::ready);
        to.get("/metrics", health::metrics);
        to.get("/-/hob.css", assets.file("hob.css", "text/css; charset=utf-8"));
        to.get("/-/hob.svg", assets.file("hob.svg", "image/svg+xml"));

        to.get("/", page(owners::home));
        to.get("/login", page(login::login));
        to.post("/login", page(login::enter));
        to.post("/logout", page(login::leave));
        to.get("/join", page(login::join));
        to.post("/join", page(login::joined));
        to.get("/join/{token}", page(login::invited));
        to.post("/join/{token}", page(login::accepted));
        to.get("/reset/{token}", page(login::reset));
        to.post("/reset/{token}", page(login::resetDone));
        to.get("/settings", page(settings::show));
        to.post("/settings/password", page(settings::password));
        to.post("/settings/tokens", page(settings::createToken));
        to.post("/settings/tokens/{id}/delete", page(settings::revokeToken));
        to.post("/settings/keys", page(settings::addKey));
        to.post("/settings/keys/{id}/delete", page(settings::removeKey));
        to.get("/new", page(owners::blank));
        to.post("/new", page(owners::create));

        api.declare(to);

        to.get("/{owner}/{repo}/info/refs", git::infoRefs);
        to.post("/{owner}/{repo}/git-upload-pack", git::uploadPack);
        to.post("/{owner}/{repo}/git-receive-pack", git::receivePack);

        // No account has a dot in its name, so that nothing else is called so.
        to.get("/{owner}.keys", page(settings::publicKeys));
        to.get("/{owner}", page(owners::person));
        to.get("/{owner}/{repo}", page(trees::home));
        for (String kind : List.of("branch", "tag", "commit")) {
            to.get("/{owner}/{repo}/src/" + kind + "/<rest>", page(trees.source(kind)));
            to.get("/{owner}/{repo}/raw/" + kind + "/<rest>", page(trees.raw(kind)));
            to.get("/{owner}/{repo}/commits/" + kind + "/<rest>", page(commits.commits(kind)));
        }
        to.get("/{owner}/{repo}/commit/{id}", page(commits::commit));
        to.get("/{owner}/{repo}/branches", page(refs::branches));
        to.post("/{owner}/{repo}/branches", page(refs::create));
        to.post("/{owner}/{repo}/branches/delete", page(refs::deleteBranch));
        to.get("/{owner}/{repo}/tags", page(refs::tags));
        to.post("/{owner}/{repo}/tags/delete", page(refs::deleteTag));
        to.get("/{owner}/{repo}/settings", page(repos::show));
        to.post("/{owner}/{repo}/settings", page(repos::change));
        to.post("/{owner}/{repo}/settings/branch", page(repos::branch));
        to.post("/{owner}/{repo}/settings/visibility", page(repos::visibility));
        to.post("/{owner}/{repo}/settings/people", page(repos::let));
        to.post("/{owner}/{repo}/settings/people/remove", page(repos::letOut));
        to.post("/{owner}/{repo}/settings/transfer", page(repos::offer));
        to.post("/{owner}/{repo}/settings/transfer/withdraw", page(repos::withdraw));
        to.post("/{owner}/{repo}/settings/delete", page(repos::delete));
        to.get("/{owner}/{repo}/transfer", page(repos::offered));
        to.post("/{owner}/{repo}/transfer", page(repos::answer));
    }

    private Handler page(Consumer<Visit> page) {
        return context -> page.accept(visits.of(context));
    }
}
