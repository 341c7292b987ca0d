package dev.hob.cli.client;

import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Login;
import dev.hob.cli.remote.NodeUrl;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `hob git-credential get`: what git calls in a clone that `hob repo clone` made (gitcredentials(7)).
@Command(name = "git-credential", hidden = true, description = "Tells git your token; for git, not for people.")
final class CredentialCommand implements Callable<Integer> {
    private final Desk desk;

    @Parameters(paramLabel = "OPERATION", description = "get, store or erase; only get does something.")
    String operation = "";

    CredentialCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        if (!operation.equals("get")) return 0;
        answer(fields(desk.screen().input())).ifPresent(login -> {
            desk.screen().out("username=" + login.account());
            desk.screen().out("password=" + login.token().text());
        });
        return 0;
    }

    /// A token goes to the very node that it is from, and only in answer to its own account.
    private Optional<Login> answer(Map<String, String> asked) {
        var node = NodeUrl.of(asked.getOrDefault("protocol", "") + "://" + asked.getOrDefault("host", ""));
        if (node.isEmpty()) return Optional.empty();
        String account = asked.getOrDefault("username", "");
        return desk.logins().all().stream()
                .filter(login -> login.node().sameOrigin(node.get().uri()))
                .filter(login -> account.isEmpty() || account.equals(login.account()))
                .filter(login -> login.node().isSafe() || login.allowHttp())
                .findFirst();
    }

    private static Map<String, String> fields(String input) {
        var fields = new HashMap<String, String>();
        for (String line : input.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) fields.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return fields;
    }
}
