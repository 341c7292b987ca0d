package dev.hob.federation.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.federation.signature.HttpSignatures;
import dev.hob.federation.signature.KnownKey;
import dev.hob.federation.signature.PublicKey;
import dev.hob.federation.signature.SecretKey;
import dev.hob.federation.signature.Verdict;
import dev.hob.federation.vocab.Id;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DeliveriesTest {
    private static final String ALICE = "person:1";
    private static final String TEA = "repository:1";

    @TempDir
    Path folder;

    private final List<Id> gone = new CopyOnWriteArrayList<>();
    private final ConcurrentMap<Id, List<String>> arrived = new ConcurrentHashMap<>();
    private Met met;
    private Peer peer;
    private Deliveries deliveries;

    @BeforeEach
    void open() throws Exception {
        met = new Met(folder);
        peer = new Peer("127.0.0.1");
        deliveries = made();
        deliveries.start();
    }

    private Deliveries made() {
        return new Deliveries(met.database, met.remote, met.rules, DeliveriesTest::signer, gone::add, met.clock);
    }

    private static Signer signer(String actor) {
        return new Signer(
                new Id("http://127.0.0.9/" + actor.replace(':', '/') + "#main-key"),
                new SecretKey.Rsa(actor.equals(ALICE) ? Met.KEY : Met.OTHER_KEY));
    }

    @AfterEach
    void close() {
        deliveries.close();
        peer.close();
        met.close();
    }

    private void send(String actor, int number, Id... inboxes) {
        send(actor, number, List.of(inboxes));
    }

    private void send(String actor, int number, Collection<Id> inboxes) {
        byte[] body = (actor + " " + number).getBytes(UTF_8);
        met.database.writing(tx ->
                deliveries.enqueue(tx, actor, new Id("http://127.0.0.9/a/" + actor + "/" + number), body, inboxes));
    }

    /// Takes what comes, unless `status` says otherwise.
    private Id inbox(Peer at, String path, AtomicInteger status) {
        var id = at.id(path);
        arrived.put(id, new CopyOnWriteArrayList<>());
        at.at(path, request -> {
            if (status.get() < 300) arrived.get(id).add(new String(request.body(), UTF_8));
            return Peer.Reply.of(status.get());
        });
        return id;
    }

    private Id inbox(String path) {
        return inbox(peer, path, new AtomicInteger(202));
    }

    private static List<String> words(String actor, int from, int to) {
        var words = new ArrayList<String>();
        for (int i = from; i <= to; i++) words.add(actor + " " + i);
        return words;
    }

    private static void until(BooleanSupplier true_) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!true_.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("it did not come true in a minute");
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void untilQuiet() {
        until(() -> deliveries.counts().running() == 0 && deliveries.counts().waiting() == 0);
    }

    private void untilAsked(int times) {
        until(() -> peer.requests.size() == times && deliveries.counts().running() == 0);
    }

    /// Waits until a host counts as failing for the so many-th time.
    private void untilFailed(String host, int times) {
        until(() -> deliveries.hosts(10).stream().anyMatch(one -> one.host().equals(host) && one.failures() >= times));
    }

    private void later(Duration time) {
        met.later(time);
        deliveries.wake();
    }

    private long rows(String table) {
        return met.database.read(handle -> handle.createQuery("select count(*) from " + table)
                .mapTo(Long.class)
                .one());
    }

    // That it arrives

    @Test
    void each_activity_arrives_once_in_order_signed_by_its_actor_and_nothing_stays() {
        var inbox = inbox("/inbox");
        for (int i = 1; i <= 30; i++) {
            send(ALICE, i, inbox);
            send(TEA, i, inbox);
        }
        untilQuiet();
        assertThat(arrived.get(inbox))
                .filteredOn(word -> word.startsWith(ALICE))
                .isEqualTo(words(ALICE, 1, 30));
        assertThat(arrived.get(inbox)).filteredOn(word -> word.startsWith(TEA)).isEqualTo(words(TEA, 1, 30));
        assertThat(rows("delivery")).isZero();
        assertThat(rows("delivery_body")).isZero();
        for (var request : peer.requests) {
            String actor = new String(request.body(), UTF_8).split(" ")[0];
            var key = signer(actor);
            var pem = actor.equals(ALICE) ? Met.KEY.publicPem() : Met.OTHER_KEY.publicPem();
            var claimed = (HttpSignatures.Reading.Claimed) HttpSignatures.read(request, met.clock.instant());
            assertThat(claimed.claim()
                            .verify(new KnownKey(
                                    key.keyId(),
                                    key.keyId().document(),
                                    PublicKey.ofPem(pem).orElseThrow())))
                    .isInstanceOf(Verdict.Valid.class);
        }
    }

    @Test
    void a_body_is_kept_once_however_many_inboxes_wait_for_it() {
        deliveries.close();
        var inboxes = new ArrayList<Id>();
        for (int i = 0; i < 200; i++) inboxes.add(inbox("/u/" + i));
        send(ALICE, 1, inboxes);
        send(ALICE, 1, inboxes); // The same once more, by a reader of the log that begins again.
        assertThat(rows("delivery")).isEqualTo(200);
        assertThat(rows("delivery_body")).isEqualTo(1);
        deliveries = made();
        deliveries.start();
        untilQuiet();
        assertThat(arrived.values()).hasSize(200).allMatch(words -> words.equals(List.of(ALICE + " 1")));
        assertThat(rows("delivery_body")).isZero();
    }

    @Test
    void what_is_not_committed_is_not_sent() {
        var inbox = inbox("/inbox");
        try {
            met.database.writing(tx -> {
                deliveries.enqueue(tx, ALICE, new Id("http://127.0.0.9/a/x"), "x".getBytes(UTF_8), List.of(inbox));
                throw new IllegalStateException("rolled back");
            });
        } catch (IllegalStateException _) {
            // As it should.
        }
        send(ALICE, 1, inbox);
        untilQuiet();
        assertThat(arrived.get(inbox)).containsExactly(ALICE + " 1");
    }

    // In which order, and how fair

    @Test
    void a_delivery_that_is_refused_holds_up_its_actor_for_three_tries_and_nobody_else() {
        var status = new AtomicInteger(500);
        var inbox = inbox(peer, "/inbox", status);
        var other = inbox("/u/bob/inbox");
        send(ALICE, 1, inbox);
        untilAsked(1);
        send(ALICE, 2, other);
        send(TEA, 1, other);
        until(() -> arrived.get(other).size() == 1);
        assertThat(arrived.get(other)).containsExactly(TEA + " 1");

        later(Duration.ofMinutes(1));
        untilAsked(3);
        assertThat(arrived.get(other)).hasSize(1);
        later(Duration.ofMinutes(5));
        until(() -> arrived.get(other).size() == 2);
        assertThat(peer.asked("/inbox")).isEqualTo(3);
        assertThat(arrived.get(other)).containsExactly(TEA + " 1", ALICE + " 2");

        status.set(202);
        later(Duration.ofMinutes(30));
        untilQuiet();
        assertThat(arrived.get(inbox)).containsExactly(ALICE + " 1");
    }

    @Test
    void of_a_long_line_none_overtakes_the_one_that_is_refused() {
        deliveries.close();
        var stubborn = new AtomicBoolean(true);
        var inbox = peer.id("/inbox");
        var took = new CopyOnWriteArrayList<String>();
        peer.at("/inbox", request -> {
            String body = new String(request.body(), UTF_8);
            if (body.endsWith(" 5") && stubborn.get()) return Peer.Reply.of(500);
            took.add(body);
            return Peer.Reply.of(202);
        });
        for (int i = 1; i <= 40; i++) send(ALICE, i, inbox);
        deliveries = made();
        deliveries.start();
        untilAsked(5);
        assertThat(took).isEqualTo(words(ALICE, 1, 4));
        later(Duration.ofMinutes(1));
        untilAsked(6);
        assertThat(took).isEqualTo(words(ALICE, 1, 4));
        stubborn.set(false);
        later(Duration.ofMinutes(5));
        untilQuiet();
        assertThat(took).isEqualTo(words(ALICE, 1, 40));
        assertThat(rows("delivery_body")).isZero();
    }

    @Test
    void a_busy_host_gets_two_at_once_and_others_do_not_wait_behind_it() throws Exception {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var end = new CountDownLatch(1);
        try (var slow = new Peer("127.0.0.2")) {
            var inboxes = new ArrayList<Id>();
            for (int i = 0; i < 40; i++) {
                inboxes.add(slow.id("/u/" + i));
                slow.at("/u/" + i, _ -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    end.await();
                    running.decrementAndGet();
                    return Peer.Reply.of(202);
                });
            }
            slow.at("/first", _ -> Peer.Reply.of(202));
            send(ALICE, 0, slow.id("/first"));
            untilQuiet();
            send(ALICE, 1, inboxes);
            until(() -> running.get() > 0);
            var quick = inbox("/inbox");
            send(ALICE, 1, quick);
            until(() -> arrived.get(quick).size() == 1);
            end.countDown();
            untilQuiet();
            assertThat(most).hasValueLessThanOrEqualTo(Line.AT_ONCE_MAX);
            assertThat(slow.requests).hasSize(41);
        }
    }

    // Who does not take it

    @Test
    void what_an_inbox_does_not_want_is_dropped_and_the_next_comes() {
        var status = new AtomicInteger(403);
        var inbox = inbox(peer, "/inbox", status);
        send(ALICE, 1, inbox);
        untilQuiet();
        status.set(202);
        send(ALICE, 2, inbox);
        untilQuiet();
        assertThat(arrived.get(inbox)).containsExactly(ALICE + " 2");
        assertThat(peer.requests).hasSize(2);
        assertThat(gone).isEmpty();
    }

    @Test
    void who_is_told_of_an_inbox_that_is_gone() {
        var inbox = inbox(peer, "/u/bob/inbox", new AtomicInteger(410));
        send(ALICE, 1, inbox);
        untilQuiet();
        until(() -> !gone.isEmpty());
        assertThat(gone).containsExactly(inbox);
    }

    @Test
    void whoever_is_blocked_gets_nothing_also_when_it_waits_already() {
        var inbox = inbox("/inbox");
        met.rules.set("127.0.0.1", Rule.BLOCKED, "");
        send(ALICE, 1, inbox);
        assertThat(rows("delivery")).isZero();
        met.rules.unset("127.0.0.1");
        deliveries.close();
        send(ALICE, 2, inbox);
        met.rules.set("127.0.0.1", Rule.BLOCKED, "");
        deliveries = made();
        deliveries.start();
        untilQuiet();
        assertThat(peer.requests).isEmpty();
    }

    // Who cannot

    @Test
    void who_asks_to_be_left_alone_is() {
        var after = new AtomicInteger(1);
        var inbox = peer.id("/inbox");
        peer.at(
                "/inbox",
                _ -> after.getAndDecrement() > 0
                        ? new Peer.Reply(429, Map.of("Retry-After", "7200"), "")
                        : Peer.Reply.of(202));
        send(ALICE, 1, inbox);
        untilFailed(peer.authority(), 1);
        send(ALICE, 2, inbox);
        later(Duration.ofMinutes(119));
        assertThat(deliveries.hosts(10).getFirst().next()).contains(Instant.parse("2026-11-26T14:00:00Z"));
        assertThat(peer.requests).hasSize(1);
        later(Duration.ofMinutes(1));
        untilQuiet();
        assertThat(peer.requests).hasSize(3);
        assertThat(deliveries.counts().failing()).isZero();
    }

    @Test
    void a_dead_host_is_tried_less_and_less_parked_after_a_week_and_woken_when_it_speaks() throws Exception {
        var dead = new Peer("127.0.0.2");
        var inbox = dead.id("/inbox");
        dead.close();
        send(ALICE, 1, inbox);
        var delays =
                List.of("PT1M", "PT5M", "PT30M", "PT2H", "PT6H", "PT12H", "P1D", "P1D", "P1D", "P1D", "P1D", "P1D");
        for (int i = 0; i < delays.size(); i++) {
            untilFailed(dead.authority(), i + 1);
            var host = deliveries.hosts(1).getFirst();
            assertThat(host.failures()).isEqualTo(i + 1);
            assertThat(host.next()).contains(met.now.get().plus(Duration.parse(delays.get(i))));
            if (i == 8) send(ALICE, 2, inbox); // On the sixth day.
            later(Duration.parse(delays.get(i)));
        }
        untilFailed(dead.authority(), delays.size() + 1);
        later(Duration.ofDays(1));
        until(() -> deliveries.counts().parked() == 1);
        assertThat(deliveries.counts().failing()).isZero();
        send(ALICE, 3, inbox);
        assertThat(deliveries.hosts(1).getFirst().waiting())
                .as("the first has waited for a week and is dropped, the third came when it was parked")
                .isEqualTo(1);

        // After a restart too.
        deliveries.close();
        deliveries = made();
        deliveries.start();
        assertThat(deliveries.counts().parked()).isEqualTo(1);
        send(ALICE, 4, inbox);
        try (var back = new Peer("127.0.0.2", dead.port())) {
            inbox(back, "/inbox", new AtomicInteger(202));
            later(Duration.ofMinutes(2)); // The gate itself rests for a minute after several failures.
            deliveries.heardFrom(back.authority());
            untilQuiet();
            send(ALICE, 5, inbox);
            untilQuiet();
            assertThat(arrived.get(inbox)).containsExactly(ALICE + " 2", ALICE + " 5");
        }
        assertThat(deliveries.counts()).isEqualTo(new Deliveries.Counts(0, 0, 0, 0));
        assertThat(rows("delivery_host")).isZero();
    }

    @Test
    void the_administrator_need_not_wait() throws Exception {
        var dead = new Peer("127.0.0.2");
        var inbox = dead.id("/inbox");
        dead.close();
        send(ALICE, 1, inbox);
        untilFailed(dead.authority(), 1);
        assertThat(deliveries.hosts(5)).singleElement().satisfies(host -> assertThat(host.why())
                .isEqualTo("127.0.0.2 cannot be reached."));
        // After several failures the gate itself would let nothing out to it for a minute.
        for (int i = 0; i < 10; i++) met.remote.fetch(dead.id("/alice"));
        try (var back = new Peer("127.0.0.2", dead.port())) {
            inbox(back, "/inbox", new AtomicInteger(202));
            assertThat(deliveries.retryNow(dead.authority())).isEqualTo(1);
            untilQuiet();
            assertThat(arrived.get(inbox)).containsExactly(ALICE + " 1");
        }
    }

    @Test
    void what_a_receiver_refuses_for_a_week_is_dropped() {
        var inbox = inbox(peer, "/inbox", new AtomicInteger(500));
        send(ALICE, 1, inbox);
        untilAsked(1);
        later(Duration.ofDays(6));
        untilAsked(2);
        later(Duration.ofDays(1).plusMinutes(1));
        untilQuiet();
        assertThat(rows("delivery")).isZero();
        assertThat(rows("delivery_body")).isZero();
    }

    @Test
    void a_host_that_speaks_but_does_not_hear_is_not_asked_at_each_of_its_words() throws Exception {
        var dead = new Peer("127.0.0.2");
        dead.close();
        send(ALICE, 1, dead.id("/inbox"));
        untilFailed(dead.authority(), 1);
        for (int i = 0; i < 100; i++) deliveries.heardFrom(dead.authority());
        assertThat(deliveries.hosts(1).getFirst().failures()).isEqualTo(1);
        assertThat(deliveries.counts().failing()).isEqualTo(1);
    }

    @Test
    void a_fault_of_this_node_is_tried_again() {
        deliveries.close();
        var broken = new AtomicInteger(1);
        deliveries = new Deliveries(
                met.database,
                met.remote,
                met.rules,
                actor -> {
                    if (broken.getAndDecrement() > 0) throw new IllegalStateException("no key today");
                    return signer(actor);
                },
                gone::add,
                met.clock);
        deliveries.start();
        var inbox = inbox("/inbox");
        send(ALICE, 1, inbox);
        until(() -> broken.get() == 0);
        untilAsked(0);
        later(Duration.ofMinutes(1));
        untilQuiet();
        assertThat(arrived.get(inbox)).containsExactly(ALICE + " 1");
    }
}
