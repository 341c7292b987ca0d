package dev.hob.cli.client;

import dev.hob.cli.remote.Client;
import dev.hob.cli.remote.Desk;
import dev.hob.cli.remote.Json;
import dev.hob.cli.remote.Login;
import dev.hob.cli.remote.Unable;
import dev.hob.keys.Secret;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hob logout`.
@Command(
        name = "logout",
        description = "Forgets token and key of a node, and ends them there when you give your password.")
final class LogoutCommand implements Callable<Integer> {
    private final Desk desk;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    boolean help;

    @Parameters(paramLabel = "URL", arity = "0..1", description = "The node (default: the only one).")
    Optional<String> url = Optional.empty();

    @Option(names = "--password-stdin", description = "Reads the password from standard input.")
    boolean passwordStdin;

    @Option(names = "--json", description = "Prints a JSON document and nothing else.")
    boolean json;

    LogoutCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        var node = desk.node(url);
        var login = desk.logins().at(node).orElseThrow(() -> new Unable("nobody is logged in at " + node));
        boolean ended = (login.tokenName().isPresent() || login.device().isPresent()) && end(login);
        desk.logins().remove(node);
        if (!ended || login.tokenName().isEmpty())
            desk.screen().err("hob: the token itself goes on working until you end it at " + node + "/settings/tokens");
        if (!ended && login.device().isPresent())
            desk.screen()
                    .err("hob: this computer's key is forgotten here; revoke it there too, at " + node
                            + "/settings/keys");
        if (json)
            desk.screen()
                    .out(Json.fields()
                            .with("node", node.toString())
                            .with("ended", ended)
                            .pretty());
        else desk.screen().out("logged out at " + node);
        return 0;
    }

    /// A token can end no token, nor itself, nor a device: that takes the password.
    private boolean end(Login login) {
        var password = passwordStdin
                ? Optional.of(Secret.of(desk.screen().input()))
                : desk.screen()
                        .askSecret("Password of " + login.account() + ", to end token and key there too (or none): ");
        if (password.isEmpty() || password.get().text().isEmpty()) return false;
        try (var client = Client.withPassword(login.node(), login.account(), password.get(), login.allowHttp())) {
            login.device().ifPresent(it -> client.delete(Client.path("/user/devices/{}", it.did()))
                    .perhaps());
            login.tokenName().ifPresent(name -> client.delete(Client.path("/users/{}/tokens/{}", login.account(), name))
                    .perhaps());
            return true;
        }
    }
}
