package dev.hob.federation.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hob.federation.vocab.Id;
import java.nio.file.Path;
import java.util.List;

/// A process that a test kills: says numbers to some inboxes, one after the other, and delivers them. A number is
/// said when it is in the database.
final class Sender {
    private Sender() {}

    /// @param arguments folder, how many numbers, and the inboxes
    public static void main(String[] arguments) throws Exception {
        int last = Integer.parseInt(arguments[1]);
        var inboxes = List.of(arguments).subList(2, arguments.length).stream()
                .map(Id::new)
                .toList();
        try (var met = new Met(Path.of(arguments[0]));
                var deliveries =
                        new Deliveries(met.database, met.remote, met.rules, _ -> Met.INSTANCE, _ -> {}, met.clock)) {
            deliveries.start();
            while (met.database.write(tx -> {
                tx.execute("insert into setting (name, value) values ('said', '0') on conflict (name) do nothing");
                int said = tx.createQuery("select value from setting where name = 'said'")
                                .mapTo(Integer.class)
                                .one()
                        + 1;
                if (said > last) return false;
                tx.execute("update setting set value = ? where name = 'said'", Integer.toString(said));
                deliveries.enqueue(
                        tx,
                        "node",
                        new Id("http://127.0.0.9/a/" + said),
                        Integer.toString(said).getBytes(UTF_8),
                        inboxes);
                return true;
            })) Thread.sleep(2);
            while (deliveries.counts().waiting() > 0) Thread.sleep(20);
        }
        System.out.println("done");
    }
}
