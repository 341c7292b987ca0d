package dev.hob.federation.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceRulesTest {
    @TempDir
    Path folder;

    private Met met;
    private InstanceRules rules;

    @BeforeEach
    void open() {
        met = new Met(folder);
        rules = met.rules;
    }

    @AfterEach
    void close() {
        met.close();
    }

    @Test
    void a_rule_counts_for_the_host_and_all_below_it_and_the_nearest_wins() {
        rules.set("Spam.Example.", Rule.BLOCKED, "spam");
        rules.set("good.spam.example", Rule.SILENCED, "");
        assertThat(rules.of("spam.example")).isEqualTo(Rule.BLOCKED);
        assertThat(rules.of("a.b.spam.example:8443")).isEqualTo(Rule.BLOCKED);
        assertThat(rules.of("SPAM.example.")).isEqualTo(Rule.BLOCKED);
        assertThat(rules.of("good.spam.example")).isEqualTo(Rule.SILENCED);
        assertThat(rules.of("x.good.spam.example")).isEqualTo(Rule.SILENCED);
        assertThat(rules.of("notspam.example")).isEqualTo(Rule.OPEN);
        assertThat(rules.of("example")).isEqualTo(Rule.OPEN);
        assertThat(rules.isBlocked("www.spam.example")).isTrue();
    }

    @Test
    void rules_outlive_the_process_and_can_be_changed_and_taken_back() {
        rules.set("a.example", Rule.BLOCKED, "spam");
        rules.set("b.example", Rule.NO_MEDIA, "gore");
        rules.set("a.example", Rule.SILENCED, "better now");
        var again = new InstanceRules(met.database, met.clock);
        assertThat(again.list())
                .extracting(InstanceRules.Decided::host, InstanceRules.Decided::rule, InstanceRules.Decided::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a.example", Rule.SILENCED, "better now"),
                        org.assertj.core.groups.Tuple.tuple("b.example", Rule.NO_MEDIA, "gore"));
        assertThat(again.unset("A.example")).isTrue();
        assertThat(again.unset("a.example")).isFalse();
        assertThat(again.of("a.example")).isEqualTo(Rule.OPEN);
    }

    @Test
    void what_a_command_decides_counts_soon_in_the_node_that_runs() {
        assertThat(rules.of("a.example")).isEqualTo(Rule.OPEN);
        new InstanceRules(met.database, met.clock).set("a.example", Rule.BLOCKED, "");
        met.later(java.time.Duration.ofSeconds(2));
        assertThat(rules.of("a.example")).isEqualTo(Rule.BLOCKED);
    }

    @Test
    void a_node_that_meets_only_whom_it_lists_meets_nobody_else() {
        rules.set("friend.example", Rule.OPEN, "a friend");
        rules.set("foe.example", Rule.BLOCKED, "");
        rules.onlyListed(true);
        var again = new InstanceRules(met.database, met.clock);
        assertThat(again.onlyListed()).isTrue();
        assertThat(again.of("friend.example")).isEqualTo(Rule.OPEN);
        assertThat(again.of("foe.example")).isEqualTo(Rule.BLOCKED);
        assertThat(again.of("stranger.example")).isEqualTo(Rule.BLOCKED);
        again.onlyListed(false);
        assertThat(again.of("stranger.example")).isEqualTo(Rule.OPEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "*.example", "https://a.example", "a..example", "-a.example", "ä.example", "a/b"})
    void what_is_no_host_is_refused(String host) {
        assertThat(rules.set(host, Rule.BLOCKED, "")).isPresent();
        assertThat(rules.list()).isEmpty();
    }

    @Test
    void a_reason_has_an_end() {
        assertThat(rules.set("a.example", Rule.BLOCKED, "x".repeat(InstanceRules.REASON_MAX + 1)))
                .isPresent();
        assertThat(rules.set("a.example", Rule.BLOCKED, "x".repeat(InstanceRules.REASON_MAX)))
                .isEmpty();
    }
}
