package dev.hob.federation.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hob.federation.actor.Abroad;
import dev.hob.federation.actor.Collaborators;
import dev.hob.federation.actor.Collaborators.Collaborator;
import dev.hob.federation.actor.Collaborators.State;
import dev.hob.federation.actor.Local;
import dev.hob.federation.actor.Role;
import dev.hob.federation.actor.WorkElsewhere;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.vocab.Id;
import dev.hob.node.cob.Acting;
import dev.hob.node.repo.Repo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is let into repositories by grants, what they may do then, and that nobody lets themselves in.
class LettingTest {
    @TempDir
    Path folder;

    private Ground ground;
    private Stranger luke;
    private Stranger mia;
    private Repo tea;
    private Collaborators collaborators;

    @BeforeEach
    void build() {
        ground = new Ground(folder);
        luke = new Stranger(ground.others, "https://forge-b.example/u/luke");
        mia = new Stranger(ground.others, "https://social.example/users/mia");
        tea = ground.tea();
        collaborators = new Collaborators(ground.node.database(), ground.clock);
    }

    @AfterEach
    void leave() {
        assertThat(ground.node.tracking().cache().examine(tea)).isEmpty();
        assertThat(ground.node.tracking().guestCheck().examine(tea)).isEmpty();
        ground.close();
    }

    private String invited(Stranger whom, Role role) {
        String invite = Ground.ADDRESS + "/u/alice/invites/1";
        ground.node
                .database()
                .writing(handle -> collaborators.put(
                        handle,
                        new Collaborator(
                                tea.id(),
                                whom.id,
                                "@luke@forge-b.example",
                                new Id(whom.id.value() + "/inbox"),
                                role,
                                State.INVITED,
                                new Id(invite),
                                Optional.empty(),
                                ground.clock.instant())));
        return invite;
    }

    /// Luke says yes; gives the grant's id.
    private String let(Role role) {
        ground.sent(luke, luke.activity("Accept", invited(luke, role)));
        assertThat(answer().path("type").asText()).isEqualTo("Grant");
        return answer().path("id").asText();
    }

    private JsonNode answer() {
        return ground.others.delivered.getLast().body();
    }

    private void rejected(String told) {
        assertThat(answer().path("type").asText()).as(answer().toString()).isEqualTo("Reject");
        assertThat(answer().path("summary").asText()).contains(told);
    }

    private boolean isOpen() {
        return ground.issue(1).state().isOpen();
    }

    private static ObjectNode by(ObjectNode activity, String capability) {
        return activity.put("capability", capability);
    }

    @Test
    void who_says_yes_to_an_invitation_gets_a_grant_of_the_repository() {
        String invite = invited(luke, Role.TRIAGE);
        // Nobody else says yes for him.
        ground.sent(mia, mia.activity("Accept", invite));
        assertThat(ground.others.delivered).isEmpty();
        ground.sent(luke, luke.activity("Accept", invite));
        var grant = answer();
        assertThat(grant.path("type").asText()).isEqualTo("Grant");
        assertThat(grant.path("actor").asText()).isEqualTo(ground.id(tea));
        assertThat(grant.path("context").asText()).isEqualTo(ground.id(tea));
        assertThat(grant.path("target").asText()).isEqualTo(luke.id.value());
        assertThat(grant.path("object").asText()).isEqualTo("triage");
        assertThat(grant.path("fulfills").asText()).isEqualTo(invite);
        assertThat(grant.path("allows").asText()).isEqualTo("invoke");
        assertThat(grant.path("id").asText()).startsWith(ground.id(tea) + "/grants/");
        assertThat(grant.has("proof")).isTrue();
        assertThat(ground.others.delivered.getLast().actor()).isEqualTo(new Local.Project(tea).key());
        // Twice is once.
        ground.sent(luke, luke.activity("Accept", invite));
        assertThat(ground.others.delivered).hasSize(1);
    }

    @Test
    void a_grant_closes_reopens_labels_and_gives_tasks_in_the_owners_name_for_them() throws Exception {
        String ticket = ground.issue("Tea is cold");
        String grant = let(Role.TRIAGE);
        ground.sent(luke, by(luke.activity("Resolve", ticket), grant));
        assertThat(answer().path("type").asText()).isEqualTo("Accept");
        assertThat(isOpen()).isFalse();
        // It is signed by the owner, and says for whom.
        var line = ground.talk(1).getLast();
        try (var repository = ground.node.storage().open(tea.rid());
                var walk = new org.eclipse.jgit.revwalk.RevWalk(repository)) {
            var entry = dev.hob.node.cob.Entry.read(walk, line.entry()).orElseThrow();
            assertThat(entry.author()).contains(tea.namespace());
            var acting = Acting.read(walk.getObjectReader(), entry).orElseThrow();
            assertThat(acting.actor()).isEqualTo(luke.id.value());
        }
        var undo = luke.activity("Undo", luke.activity("Resolve", ticket));
        ground.sent(luke, by(undo, grant));
        assertThat(isOpen()).isTrue();
        var tag = JsonNodeFactory.instance.objectNode().put("type", "Hashtag").put("name", "#too cold");
        ground.sent(luke, by(luke.activity("Add", tag).put("target", ticket), grant));
        assertThat(ground.issue(1).labels()).contains("too cold");
        ground.sent(luke, by(luke.activity("Remove", tag).put("target", ticket), grant));
        assertThat(ground.issue(1).labels()).isEmpty();
        ground.sent(luke, by(luke.activity("Assign", luke.id.value()).put("target", ticket), grant));
        assertThat(ground.issue(1).assignees()).hasSize(1);
        var changes = JsonNodeFactory.instance.objectNode().put("id", ticket).put("summary", "Tea gets cold");
        ground.sent(luke, by(luke.activity("Edit", changes), grant));
        assertThat(ground.issue(1).title()).isEqualTo("Tea gets cold");
    }

    @Test
    void a_grant_is_for_whom_it_was_given_for_that_repository_while_it_is_in_force() {
        String ticket = ground.issue("Tea is cold");
        String grant = let(Role.TRIAGE);
        // Another's, none, a made-up one, and one for less.
        ground.sent(mia, by(mia.activity("Resolve", ticket), grant));
        rejected("grant");
        ground.sent(luke, luke.activity("Resolve", ticket));
        rejected("grant");
        ground.sent(luke, by(luke.activity("Resolve", ticket), grant + "0"));
        rejected("grant");
        ground.sent(luke, by(luke.activity("Apply", ticket), grant));
        rejected("grant");
        var chai = ground.repository("chai", false);
        ground.node.tracking().issues().open(chai, ground.alice(), dev.hob.node.issue.Issues.Opening.of("Chai", "Hm"));
        ground.sent(luke, by(luke.activity("Resolve", ground.id(chai) + "/tickets/1"), grant));
        rejected("grant");
        assertThat(isOpen()).isTrue();
        // Luke goes.
        ground.sent(luke, luke.activity("Leave", ground.id(tea)));
        assertThat(answer().path("type").asText()).isEqualTo("Revoke");
        assertThat(answer().path("object").asText()).isEqualTo(grant);
        ground.sent(luke, by(luke.activity("Resolve", ticket), grant));
        rejected("grant");
        assertThat(isOpen()).isTrue();
    }

    @Test
    void who_asks_waits_for_the_owner() {
        ground.sent(luke, luke.activity("Join", ground.id(tea)).put("instrument", "write"));
        var one = collaborators.find(tea.id(), luke.id).orElseThrow();
        assertThat(one.state()).isEqualTo(State.ASKED);
        assertThat(one.role()).isEqualTo(Role.WRITE);
        assertThat(ground.others.delivered).isEmpty();
        // Saying yes to one's own asking lets nobody in.
        ground.sent(luke, luke.activity("Accept", one.asked().value()));
        assertThat(collaborators.find(tea.id(), luke.id).orElseThrow().state()).isEqualTo(State.ASKED);
        // A private repository is not there to be asked.
        ground.sent(
                luke,
                luke.activity("Join", ground.id(ground.repository("secret", true)))
                        .put("instrument", "write"));
        assertThat(ground.others.delivered).isEmpty();
    }

    // People of here elsewhere

    private Stranger repository() {
        var far = new Stranger(ground.others, "https://forge-b.example/r/far");
        var before = ground.others.actors.get(far.id);
        ground.others.actors.put(
                far.id,
                new RemoteActor(
                        before.id(),
                        before.handle(),
                        before.name(),
                        List.of("Group", "Repository"),
                        before.inbox(),
                        before.sharedInbox(),
                        before.page(),
                        before.icon(),
                        before.fetched(),
                        before.document()));
        return far;
    }

    private Optional<WorkElsewhere.Work> work(Stranger far) {
        return Abroad.of(ground.node.database(), ground.clock).work().find(new Local.Account(ground.alice()), far.id);
    }

    @Test
    void an_invitation_is_kept_and_only_the_repository_lets_in_whom_it_asked() {
        var far = repository();
        String alice = Ground.ADDRESS + "/u/alice";
        ground.alice();
        // From another host than the repository's.
        ground.sent(
                mia, mia.activity("Invite", alice).put("target", far.id.value()).put("instrument", "write"));
        assertThat(ground.told("refused")).contains("not of the repository's host");
        // Before she said yes a grant is none.
        var invite =
                luke.activity("Invite", alice).put("target", far.id.value()).put("instrument", "write");
        ground.sent(luke, invite);
        assertThat(work(far).orElseThrow().state()).isEqualTo(State.INVITED);
        var grant = far.activity("Grant", "write")
                .put("target", alice)
                .put("context", far.id.value())
                .put("fulfills", invite.path("id").asText())
                .put("allows", "invoke");
        ground.sent(far, grant);
        assertThat(work(far).orElseThrow().state()).isEqualTo(State.INVITED);

        var abroad = Abroad.of(ground.node.database(), ground.clock);
        ground.node.database().writing(handle -> abroad.work()
                .accept(handle, work(far).orElseThrow()));
        // Nobody else grants it.
        ground.sent(luke, luke.activity("Grant", "write").put("target", alice).put("context", far.id.value()));
        assertThat(work(far).orElseThrow().state()).isEqualTo(State.ASKED);
        var real = far.activity("Grant", "triage")
                .put("target", alice)
                .put("context", far.id.value())
                .put("fulfills", invite.path("id").asText());
        ground.sent(far, real);
        var now = work(far).orElseThrow();
        assertThat(now.state()).isEqualTo(State.GRANTED);
        assertThat(now.role()).isEqualTo(Role.TRIAGE);
        assertThat(now.capability()).contains(new Id(real.path("id").asText()));
        // Nor takes it.
        ground.sent(luke, luke.activity("Revoke", real.path("id").asText()));
        assertThat(work(far)).isPresent();
        ground.sent(far, far.activity("Revoke", real.path("id").asText()));
        assertThat(work(far)).isEmpty();
    }
}
