package dev.hob.web.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.protection.CommitStatus;
import dev.hob.node.protection.Condition;
import dev.hob.node.protection.StatusState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

class PullLookTest {
    private static CommitStatus reported(String context) {
        return new CommitStatus(1, ObjectId.zeroId(), context, StatusState.SUCCESS, "", "", "alice", Instant.EPOCH);
    }

    @Test
    void a_check_that_a_rule_tells_of_is_not_told_again_whatever_its_sentence() {
        var asked = new Condition(Condition.Kind.CHECK, true, "Die Prüfung build ist bestanden", Optional.of("build"));
        var gate = new PullLook.Gate(
                "main",
                List.of(asked),
                List.of(reported("build"), reported("build docs")),
                List.of(),
                true,
                false,
                Optional.empty());
        assertThat(gate.others()).extracting(CommitStatus::context).containsExactly("build docs");
    }
}
