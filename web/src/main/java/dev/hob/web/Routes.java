package dev.hob.web;

import dev.hob.node.Node;
import dev.hob.node.code.CodeIndex;
import dev.hob.web.api.Api;
import dev.hob.web.git.GitHandlers;
import dev.hob.web.html.Visit;
import dev.hob.web.html.Visits;
import dev.hob.web.login.Authentication;
import dev.hob.web.login.LoginPages;
import dev.hob.web.login.SettingsPages;
import dev.hob.web.repo.Found;
import dev.hob.web.repo.OwnerPages;
import dev.hob.web.repo.RepoPages;
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
    private final RepoPages repos;
    private final Api api;
    private final GitHandlers git;
    private final Health health;

    Routes(Node node, CodeIndex index, Visits visits, HttpConfig config, InstantSource clock, Health health) {
        var found = new Found(node);
        this.visits = visits;
        this.login = new LoginPages(node.people(), node.links(), config.openSignUp());
        this.settings = new SettingsPages(node.people(), node.tokens(), node.sshKeys());
        this.owners = new OwnerPages(node, found);
        this.repos = new RepoPages(node, index, found);
        var authentication = new Authentication(node.people(), node.tokens());
        this.api = new Api(node, authentication, visits, clock);
        this.git = new GitHandlers(node, authentication);
        this.health = health;
    }

    void declare(RoutesConfig to) {
        to.get("/healthz", health::alive);
        to.get("/readyz", health::ready);
        to.get("/metrics", health::metrics);
        to.get("/-/hob.css", Assets.file("hob.css", "text/css; charset=utf-8"));
        to.get("/-/hob.svg", Assets.file("hob.svg", "image/svg+xml"));

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
        to.get("/{owner}/{repo}", page(repos::home));
        for (String kind : List.of("branch", "tag", "commit")) {
            to.get("/{owner}/{repo}/src/" + kind + "/<rest>", page(repos.source(kind)));
            to.get("/{owner}/{repo}/raw/" + kind + "/<rest>", page(repos.raw(kind)));
            to.get("/{owner}/{repo}/commits/" + kind + "/<rest>", page(repos.commits(kind)));
        }
        to.get("/{owner}/{repo}/commit/{id}", page(repos::commit));
        to.get("/{owner}/{repo}/branches", page(repos::branches));
        to.get("/{owner}/{repo}/tags", page(repos::tags));
        to.get("/{owner}/{repo}/settings", page(owners::settings));
        to.post("/{owner}/{repo}/settings", page(owners::change));
        to.post("/{owner}/{repo}/settings/visibility", page(owners::visibility));
        to.post("/{owner}/{repo}/settings/delete", page(owners::delete));
    }

    private Handler page(Consumer<Visit> page) {
        return context -> page.accept(visits.of(context));
    }
}
