package dev.hob.cli.client;

import dev.hob.cli.remote.Answer;
import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Columns;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Device;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Login;
import dev.hob.cli.remote.NodeUrl;
import dev.hob.cli.remote.Paper;
import dev.hob.cli.remote.Screen;
import dev.hob.cli.remote.Style;
import dev.hob.cli.remote.Text;
import dev.hob.cli.remote.Unable;
import dev.hob.keys.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hob login`.
@Command(
        name = "login",
        description = {
            "Makes you known to a node, or lists where you are.",
            "The password is asked for and not kept: a token is made with it, which `hob logout` ends.",
            "This computer gets a key there, to sign what you write with `hob issue --offline`."
        })
final class LoginCommand implements Callable<Integer> {
    /// What a token may do. A node that does not know one of these words gets on without it.
    private static final List<String> SCOPES =
            List.of("write:repository", "write:issue", "read:user", "write:activitypub");

    private static final int NAME_MAX = 40;

    private final Desk desk;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    boolean help;

    @Parameters(paramLabel = "URL", arity = "0..1", description = "The node, such as https://hob.example.")
    Optional<String> url = Optional.empty();

    @Option(
            names = {"-a", "--account"},
            paramLabel = "NAME",
            description = "Your account there (default: asks).")
    Optional<String> account = Optional.empty();

    @Option(names = "--password-stdin", description = "Reads the password from standard input.")
    boolean passwordStdin;

    @Option(names = "--token-stdin", description = "Reads a token that you have from standard input.")
    boolean tokenStdin;

    @Option(names = "--allow-http", description = "Sends password and token although others could read along.")
    boolean allowHttp;

    @Option(
            names = {"-l", "--list"},
            description = "Lists where you are known.")
    boolean list;

    @Option(names = "--json", description = "Prints a JSON document and nothing else.")
    boolean json;

    LoginCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        if (list) {
            showAll();
            return 0;
        }
        if (passwordStdin && tokenStdin) throw misused("say --password-stdin or --token-stdin, not both");
        var node = Desk.named(url.orElseThrow(() -> misused("say where: hob login URL")));
        if (!node.isSafe() && !allowHttp) throw new Unable(Client.unsafe(node));
        var login = tokenStdin ? withToken(node) : withPassword(node);
        desk.logins().put(login);
        if (json) screen().out(document(login).pretty());
        else screen().out("logged in at " + node + " as " + Text.line(login.account()));
        return 0;
    }

    private Screen screen() {
        return desk.screen();
    }

    private ParameterException misused(String told) {
        if (spec == null) throw new AssertionError("a command outside of a command line");
        return new ParameterException(spec.commandLine(), told);
    }

    private Login withToken(NodeUrl node) {
        var token = Secret.of(screen().input().strip());
        if (token.text().isEmpty() || token.text().contains("\n"))
            throw new Unable("a token is one line on standard input");
        var perhaps = new Login(node, account.orElse(""), token, Optional.empty(), allowHttp);
        try (var client = Client.of(node, Optional.of(perhaps))) {
            String name =
                    switch (client.get("/user")) {
                        case Answer.Refused refused
                        when refused.status() == 401 -> throw new Unable(node + " does not know this token");
                        // It may not tell about its account, but may do for much else.
                        case Answer.Refused refused
                        when refused.status() == 403 ->
                            account.orElseThrow(() -> new Unable(
                                    "this token may not say whose it is (" + refused.told() + "): say --account NAME"));
                        case Answer answer ->
                            answer.must()
                                    .text("login")
                                    .orElseThrow(() -> new Unable(node + " does not say whose token it is"));
                    };
            if (account.isPresent() && !account.get().equalsIgnoreCase(name))
                throw new Unable("this is a token of " + Text.line(name) + ", not of " + account.get());
            return linked(client, new Login(node, name, token, Optional.empty(), allowHttp));
        }
    }

    private Login withPassword(NodeUrl node) {
        String name = account.or(() -> screen().ask("Account at " + node + ": "))
                .map(String::strip)
                .filter(it -> !it.isEmpty())
                .orElseThrow(() -> misused("say --account NAME with --password-stdin, or --token-stdin"));
        var password = passwordStdin
                ? Secret.of(screen().input())
                : screen().askSecret("Password of " + name + ": ")
                        .orElseThrow(() -> misused("say --password-stdin, or --token-stdin"));
        try (var client = Client.withPassword(node, name, password, allowHttp)) {
            String called = "hob on " + host() + " " + HexFormat.of().formatHex(random());
            var made = make(client, node, name, called);
            // The one that this one replaces ends; a node that does not know it any more is as good.
            var old = desk.logins()
                    .at(node)
                    .filter(it -> it.account().equals(name))
                    .flatMap(Login::tokenName);
            old.ifPresent(it ->
                    client.delete(Client.path("/users/{}/tokens/{}", name, it)).perhaps());
            return linked(client, new Login(node, name, made, Optional.of(called), allowHttp));
        }
    }

    /// With this computer's key there; the same as before, when it had one. Without it nothing can be written offline,
    /// which is no reason not to log in.
    private Login linked(Client client, Login login) {
        var before = desk.logins()
                .at(login.node())
                .filter(it -> it.account().equals(login.account()))
                .flatMap(Login::device);
        var linking = new DeviceLinking(client, login.node(), login.account(), "hob on " + host());
        return switch (linking.link(before)) {
            case DeviceLinking.Outcome.Linked(var device) -> login.with(device);
            case DeviceLinking.Outcome.Unknown _ -> login;
            case DeviceLinking.Outcome.Refused(String told) -> {
                screen().err("hob: this computer cannot sign issues offline: " + Text.line(told));
                yield login;
            }
        };
    }

    private static Secret make(Client client, NodeUrl node, String account, String called) {
        var scopes = new ArrayList<>(SCOPES);
        while (true) {
            var asked = Json.fields().with("name", called).withTexts("scopes", scopes);
            var answer = client.post(Client.path("/users/{}/tokens", account), asked);
            boolean unknown = answer instanceof Answer.Refused refused
                    && (refused.status() == 400 || refused.status() == 422)
                    && scopes.size() > 1
                    && scopes.removeIf(refused.told()::contains);
            if (unknown) continue;
            if (answer instanceof Answer.Refused refused && refused.isMissing())
                throw new Unable("there is no node at " + node + ", or no account " + account);
            return answer.must()
                    .text("sha1")
                    .map(Secret::of)
                    .orElseThrow(() -> new Unable(node + " made a token and did not tell it"));
        }
    }

    private static byte[] random() {
        byte[] bytes = new byte[2];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /// What this computer is called, so that its token is known among others.
    private String host() {
        String name = screen().variable("HOSTNAME").orElseGet(() -> {
            try {
                return Files.readString(Path.of("/etc/hostname"));
            } catch (IOException _) {
                return ""; // Not every system has one; a name is only a help.
            }
        });
        String plain = name.strip().replaceAll("[^A-Za-z0-9.-]", "");
        return plain.isEmpty() ? "a computer" : plain.substring(0, Math.min(NAME_MAX, plain.length()));
    }

    private void showAll() {
        var all = desk.logins().all();
        if (json) {
            screen().out(new Json.Items(
                            List.copyOf(all.stream().map(LoginCommand::document).toList()))
                    .pretty());
            return;
        }
        var columns = Columns.none().rest().upTo(40, Style.PLAIN);
        for (var login : all) columns.row(List.of(login.node().toString(), login.account()));
        columns.show(new Paper(screen()));
        if (all.isEmpty()) screen().err("hob: nobody is logged in anywhere");
    }

    private static Json.Fields document(Login login) {
        return Json.fields()
                .with("node", login.node().toString())
                .with("account", login.account())
                .with("token_name", login.tokenName())
                .with("device", login.device().map(Device::did));
    }
}
