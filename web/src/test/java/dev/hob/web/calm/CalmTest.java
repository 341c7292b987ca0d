package dev.hob.web.calm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hob.web.html.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CalmTest {
    private static final Client ALICE = new Client.Person("alice");
    private static final Client ONE = Client.Stranger.at("203.0.113.7");
    private static final Client NEIGHBOUR = Client.Stranger.at("203.0.113.8");
    private static final Client OTHER = Client.Stranger.at("198.51.100.1");

    private final AtomicLong now = new AtomicLong();
    private final Calm calm = new Calm(10, false, 2, now::get);

    private void work(Client client, Duration took) {
        calm.run(client, () -> now.addAndGet(took.toNanos()));
    }

    private long refused(Client client) {
        return catchThrowableOfType(Spent.class, () -> work(client, Duration.ZERO))
                .seconds();
    }

    @Test
    void what_costs_nothing_is_never_refused() {
        for (int i = 0; i < 100_000; i++) work(ONE, Duration.ZERO);
        assertThat(calm.refused()).isZero();
    }

    @Test
    void who_had_their_share_is_told_when_to_come_again_and_then_may() {
        work(ONE, Duration.ofSeconds(12));
        // Ten seconds were saved up, and a tenth of the time pays back the other two.
        assertThat(refused(ONE)).isEqualTo(20);
        now.addAndGet(Duration.ofSeconds(19).toNanos());
        assertThat(refused(ONE)).isEqualTo(1);
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        work(ONE, Duration.ZERO);
        assertThat(calm.refused()).isEqualTo(2);
    }

    @Test
    void neighbours_share_something_and_others_do_not_pay_for_them() {
        for (int i = 0; i < 7; i++) work(Client.Stranger.at("203.0.113." + (10 + i)), Duration.ofSeconds(9));
        assertThat(refused(NEIGHBOUR)).isPositive();
        work(OTHER, Duration.ofSeconds(1));
        work(ALICE, Duration.ofSeconds(1));
    }

    /// Asks for as much as it gets, while the clock stands nearly still: others ask at the same time.
    private void flood(Client client, Duration each, int times) {
        long before = now.get();
        try {
            for (int i = 0; i < times; i++) work(client, each);
        } catch (Spent _) {
            assertThat(calm.refused()).isPositive();
        }
        now.set(before + Duration.ofMillis(1).toNanos());
    }

    @Test
    void a_flood_from_everywhere_shuts_out_neither_accounts_nor_who_comes_anew_nor_who_has_worked() {
        for (int i = 0; i < 8; i++) flood(Client.Stranger.at("198.18." + i + ".1"), Duration.ofMillis(1_500), 1);
        for (int i = 0; i < 8; i++) flood(Client.Stranger.at("198.18." + i + ".1"), Duration.ofSeconds(3), 10);
        assertThat(refused(Client.Stranger.at("198.18.7.1"))).isPositive();
        var proven = new Client.Proven("worked");
        work(OTHER, Duration.ofMillis(20));
        work(proven, Duration.ofMillis(20));
        work(ALICE, Duration.ofSeconds(1));
        // Those who come anew are together bounded as well, and leave something to the others.
        for (int i = 0; i < 20; i++) flood(Client.Stranger.at("10." + i + ".100.1"), Duration.ofMillis(900), 1);
        assertThat(refused(Client.Stranger.at("192.0.2.1"))).isPositive();
        work(proven, Duration.ofMillis(20));
        work(ALICE, Duration.ofSeconds(1));
    }

    @Test
    void a_debt_has_an_end() {
        work(ONE, Duration.ofHours(5));
        assertThat(refused(ONE)).isLessThanOrEqualTo(100);
    }

    @Test
    void who_waits_for_bytes_to_leave_does_not_pay_for_all_of_that_time() {
        calm.send(ONE, () -> now.addAndGet(Duration.ofHours(5).toNanos()));
        work(ONE, Duration.ZERO);
    }

    @Test
    void this_machine_is_not_counted_unless_it_speaks_for_others() {
        for (String here : new String[] {"127.0.0.1", "::1"}) {
            work(Client.Stranger.at(here), Duration.ofHours(1));
            work(Client.Stranger.at(here), Duration.ofHours(1));
        }
        var behind = new Calm(10, true, 2, now::get);
        var proxy = Client.Stranger.at("127.0.0.1");
        behind.run(proxy, () -> now.addAndGet(Duration.ofHours(1).toNanos()));
        assertThatThrownBy(() -> behind.run(proxy, () -> 0)).isInstanceOf(Spent.class);
    }

    @Test
    void without_a_bound_nothing_is_counted() {
        var open = new Calm(0, true, 2, now::get);
        for (int i = 0; i < 10; i++)
            open.run(ONE, () -> now.addAndGet(Duration.ofHours(1).toNanos()));
    }

    @Test
    void a_household_of_the_new_internet_is_one_address_and_what_is_none_counts_too() {
        assertThat(Client.Stranger.at("2001:db8:1:2::1").name())
                .isEqualTo(Client.Stranger.at("2001:db8:1:2:ffff::2").name())
                .isNotEqualTo(Client.Stranger.at("2001:db8:1:3::1").name());
        assertThat(Client.Stranger.at("2001:db8:1:2::1").network())
                .isEqualTo(Client.Stranger.at("2001:db8:1:3::1").network())
                .isNotEqualTo(Client.Stranger.at("2001:db8:2:2::1").network());
        assertThat(Client.Stranger.at("unix:@").name()).isEqualTo("address unix:@");
    }

    @Test
    void one_client_has_three_places_and_strangers_leave_some_to_accounts() throws Exception {
        var end = new CountDownLatch(1);
        var begun = new AtomicInteger();
        Calm.Work<Object, InterruptedException> waiting = () -> {
            begun.incrementAndGet();
            end.await();
            return true;
        };
        var all = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) all.add(threads.submit(() -> calm.run(ONE, waiting)));
            until(begun, 3);
            for (int i = 0; i < 20; i++) {
                var other = Client.Stranger.at("198.51." + i + ".1");
                all.add(threads.submit(() -> calm.run(other, waiting)));
            }
            until(begun, 6);
            work(ALICE, Duration.ZERO);
            assertThat(begun).hasValue(6);
            end.countDown();
            for (var one : all) one.get();
        }
        assertThat(begun).hasValue(40);
        assertThat(calm.running()).isZero();
    }

    @Test
    void those_who_wait_are_few_enough() throws Exception {
        var end = new CountDownLatch(1);
        var crowded = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 300; i++) {
                var one = Client.Stranger.at("198.51." + (i % 200) + ".1");
                threads.submit(() -> {
                    try {
                        calm.run(one, () -> {
                            end.await();
                            return true;
                        });
                    } catch (Stop stop) {
                        assertThat(stop.status()).isEqualTo(503);
                        assertThat(stop.after()).isPresent();
                        crowded.incrementAndGet();
                    }
                    return true;
                });
            }
            until(crowded, 300 - Places.WAITING_MAX - 6);
            end.countDown();
        }
        assertThat(calm.running()).isZero();
    }

    private static void until(AtomicInteger count, int is) throws InterruptedException {
        while (count.get() < is) Thread.sleep(1);
    }
}
