package dev.hob.node.people;

import dev.hob.node.db.Database;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Who may sign up, as an administrator chose it while the node runs, and how many accounts come from one address.
/// Shared between threads.
public final class SignUps {
    private static final String NAME = "people.sign-up";

    private final Database database;
    private final Attempts attempts = new Attempts();
    /// Every page asks; this process is the only one that writes.
    private final AtomicReference<Optional<SignUp>> chosen;

    public SignUps(Database database) {
        this.database = database;
        this.chosen = new AtomicReference<>(load(database));
    }

    private static Optional<SignUp> load(Database database) {
        return database.read(handle -> handle.createQuery("select value from setting where name = :name")
                        .bind("name", NAME)
                        .mapTo(String.class)
                        .findOne())
                .flatMap(SignUp::of);
    }

    /// What an administrator chose; empty when the configuration decides.
    public Optional<SignUp> chosen() {
        return chosen.get();
    }

    /// What goes for a node that was configured so.
    public SignUp inForce(SignUp configured) {
        return chosen().orElse(configured);
    }

    /// Chooses, from now on; nothing leaves it to the configuration again.
    public void choose(Optional<SignUp> policy) {
        database.writing(handle -> {
            handle.execute("delete from setting where name = ?", NAME);
            policy.ifPresent(it -> handle.execute("insert into setting (name, value) values (?, ?)", NAME, it.text()));
        });
        chosen.set(policy);
    }

    /// Whether an address has made as many accounts as it may for now.
    public boolean tooMany(String address) {
        return attempts.exhausted(address);
    }

    /// Counts an account that an address made by itself.
    public void made(String address) {
        attempts.failed(address);
    }
}
