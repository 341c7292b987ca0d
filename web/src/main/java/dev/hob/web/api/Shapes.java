package dev.hob.web.api;

import dev.hob.node.people.AccessTokens;
import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Right;
import dev.hob.web.html.Urls;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Gitea's JSON shapes of what is here. Gitea's ids are numbers and ours are texts: a number is made of the text.
final class Shapes {
    private Shapes() {}

    /// A number below 2^53, so that every client can hold it: FNV-1a of the text.
    static long number(String id) {
        long hash = 0xcbf29ce484222325L;
        for (char c : id.toCharArray()) hash = (hash ^ c) * 0x100000001b3L;
        return (hash >>> 11) | 1;
    }

    static Map<String, Object> person(Person person, String base, boolean withEmail) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", number(person.id()));
        json.put("login", person.name());
        json.put("login_name", "");
        json.put("source_id", 0);
        json.put("full_name", person.displayName());
        json.put("email", withEmail ? person.email() : person.name() + "@noreply.invalid");
        json.put("avatar_url", "");
        json.put("html_url", base + "/" + person.name());
        json.put("language", "");
        json.put("is_admin", person.admin() && withEmail);
        json.put("last_login", time(Instant.EPOCH));
        json.put("created", time(person.created()));
        json.put("restricted", false);
        json.put("active", !person.disabled());
        json.put("prohibit_login", person.disabled());
        json.put("location", "");
        json.put("website", "");
        json.put("description", "");
        json.put("visibility", "public");
        json.put("followers_count", 0);
        json.put("following_count", 0);
        json.put("starred_repos_count", 0);
        json.put("username", person.name());
        json.put("did", person.key().did());
        return json;
    }

    static Map<String, Object> repo(
            Repo repo, Map<String, Object> owner, Optional<Right> right, boolean empty, String base) {
        String html = base + "/" + Urls.path(repo.path());
        var json = new LinkedHashMap<String, Object>();
        json.put("id", number(repo.id().value()));
        json.put("owner", owner);
        json.put("name", repo.name());
        json.put("full_name", repo.path());
        json.put("description", repo.description());
        json.put("empty", empty);
        json.put("private", repo.isPrivate());
        json.put("fork", repo.forkOf().isPresent());
        json.put("template", false);
        json.put("mirror", false);
        json.put("size", 0);
        json.put("language", "");
        json.put("languages_url", base + "/api/v1/repos/" + Urls.path(repo.path()) + "/languages");
        json.put("html_url", html);
        json.put("url", base + "/api/v1/repos/" + Urls.path(repo.path()));
        json.put("link", "");
        json.put("ssh_url", "");
        json.put("clone_url", html + ".git");
        json.put("original_url", "");
        json.put("website", "");
        json.put("stars_count", 0);
        json.put("forks_count", 0);
        json.put("watchers_count", 0);
        json.put("open_issues_count", 0);
        json.put("open_pr_counter", 0);
        json.put("release_counter", 0);
        json.put("default_branch", repo.defaultBranch());
        json.put("archived", false);
        json.put("created_at", time(repo.created()));
        json.put("updated_at", time(repo.updated()));
        var permissions = new LinkedHashMap<String, Object>();
        permissions.put("admin", right.filter(r -> r == Right.ADMIN).isPresent());
        permissions.put("push", right.filter(r -> r != Right.READ).isPresent());
        permissions.put("pull", true);
        json.put("permissions", permissions);
        json.put("has_issues", false);
        json.put("has_wiki", false);
        json.put("has_pull_requests", false);
        json.put("has_projects", false);
        json.put("has_releases", false);
        json.put("has_packages", false);
        json.put("has_actions", false);
        json.put("internal", false);
        json.put("avatar_url", "");
        json.put("rid", repo.rid().value());
        return json;
    }

    static Map<String, Object> token(AccessTokens.Token token, String secret) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", number(token.id()));
        json.put("name", token.name());
        json.put("sha1", secret);
        json.put("token_last_eight", token.lastEight());
        json.put(
                "scopes",
                token.grant().scopes().stream().map(Scope::text).sorted().toList());
        json.put("created_at", time(token.created()));
        token.used().ifPresent(at -> json.put("last_used_at", time(at)));
        token.expires().ifPresent(at -> json.put("expires_at", time(at)));
        return json;
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
