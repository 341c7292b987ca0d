package dev.hob.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hob.cli.remote.Screen;
import dev.hob.keys.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `hob rehearse-client`: plays some commands against a node that is none, so that the AOT cache that the launcher
/// makes meanwhile knows what they need. Leaves nothing behind.
@Command(name = "rehearse-client", hidden = true, description = "Plays some commands for nobody.")
final class ClientRehearsal implements Callable<Integer> {
    private static final int ROUNDS = 3;
    private static final String USER = "{\"login\":\"alice\"}";
    private static final String ISSUE = """
            {"id":1,"number":1,"title":"The kettle leaks","body":"When it *boils*.\\n","state":"open","comments":1,
             "user":{"login":"alice"},"labels":[{"id":1,"name":"bug","color":"ee0000"}],"milestone":{"title":"Tea"},
             "assignees":[{"login":"alice"}],"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-02T00:00:00Z",
             "closed_at":null,"pull_request":null,"html_url":"http://localhost/alice/tea/issues/1"}""";
    private static final String PULL = """
            {"id":1,"number":1,"title":"Mend the kettle","body":"It *leaked*.\\n","state":"open","comments":1,"draft":false,
             "user":{"login":"alice"},"labels":[{"id":1,"name":"bug","color":"ee0000"}],"mergeable":true,"merged":false,
             "assignees":[],"requested_reviewers":[{"login":"bob"}],"created_at":"2026-01-01T00:00:00Z",
             "updated_at":"2026-01-02T00:00:00Z","closed_at":null,"html_url":"http://localhost/alice/tea/pulls/1",
             "head":{"label":"mend","ref":"mend","sha":"1111111111111111111111111111111111111111"},
             "base":{"label":"main","ref":"main","sha":"2222222222222222222222222222222222222222"}}""";
    private static final String COMMENT = """
            {"id":1,"user":{"login":"alice"},"body":"It does.","created_at":"2026-01-01T00:00:00Z",
             "updated_at":"2026-01-01T00:00:00Z"}""";
    private static final String REPOSITORY = """
            {"id":1,"full_name":"alice/tea","description":"Tea","private":false,"empty":false,"default_branch":"main",
             "html_url":"http://localhost/alice/tea","clone_url":"http://localhost/alice/tea.git",
             "open_issues_count":1,"updated_at":"2026-01-01T00:00:00Z"}""";

    @Override
    public Integer call() throws IOException {
        var folder = Files.createTempDirectory("hob-rehearsal");
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", ClientRehearsal::answer);
        server.start();
        try {
            play(new Stage(folder), "http://127.0.0.1:" + server.getAddress().getPort());
        } finally {
            server.stop(0);
            remove(folder);
        }
        return 0;
    }

    private static void play(Screen stage, String url) {
        perform(stage, "login", url, "--token-stdin");
        for (int i = 0; i < ROUNDS; i++) {
            perform(stage, "issue", "list", "--repo", "alice/tea");
            perform(stage, "issue", "list", "--repo", "alice/tea", "--json", "--state", "all", "--label", "bug");
            perform(stage, "issue", "show", "1", "--repo", "alice/tea");
            perform(stage, "issue", "comment", "1", "--body", "It does.", "--repo", "alice/tea");
            perform(stage, "issue", "create", "--title", "It leaks", "--body", "Still.", "--repo", "alice/tea");
            perform(stage, "issue", "close", "1", "--repo", "alice/tea");
            perform(stage, "issue", "show", "nothing");
            perform(stage, "pr", "list", "--repo", "alice/tea");
            perform(stage, "pr", "show", "1", "--repo", "alice/tea");
            perform(stage, "repo", "list");
            perform(stage, "repo", "show", "alice/tea");
        }
        // Standing nowhere, they ask git, and then have nothing to do.
        perform(stage, "issue", "list");
        perform(stage, "git-credential", "get");
        perform(stage, "login", "--list");
        perform(stage, "logout", url);
    }

    private static void perform(Screen stage, String... words) {
        ClientLine.run(List.of(words), stage, () -> {
            throw new AssertionError("no clone");
        });
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] bytes = body(path, exchange.getRequestMethod().equals("GET")).getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static String body(String path, boolean gets) {
        if (path.endsWith("/user")) return USER;
        if (path.endsWith("/comments")) return gets ? "[" + COMMENT + "]" : COMMENT;
        if (path.endsWith("/issues")) return gets ? "[" + ISSUE + "]" : ISSUE;
        if (path.contains("/issues/")) return ISSUE;
        if (path.endsWith("/reviews")) return "[]";
        if (path.contains("/pulls")) return path.endsWith("/pulls") ? "[" + PULL + "]" : PULL;
        return path.endsWith("/repos") ? "[" + REPOSITORY + "]" : REPOSITORY;
    }

    private static void remove(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }

    /// Nobody looks on, and nothing of the one who prepares this is touched.
    private record Stage(Path folder) implements Screen {
        @Override
        public void out(String text) {
            // Nobody looks on.
        }

        @Override
        public void err(String line) {
            // Nobody looks on.
        }

        @Override
        public boolean isTerminal() {
            return false;
        }

        @Override
        public Optional<String> ask(String question) {
            return Optional.empty();
        }

        @Override
        public Optional<Secret> askSecret(String question) {
            return Optional.empty();
        }

        @Override
        public String input() {
            return "rehearsal";
        }

        @Override
        public Path path(String text) {
            return folder.resolve(text);
        }

        @Override
        public Map<String, String> environment() {
            return Map.of("XDG_CONFIG_HOME", folder.toString(), "HOME", folder.toString());
        }
    }
}
