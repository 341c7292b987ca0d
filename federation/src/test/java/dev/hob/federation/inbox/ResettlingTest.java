package dev.hob.federation.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hob.federation.actor.Abroad;
import dev.hob.federation.actor.AskedState;
import dev.hob.federation.actor.Local;
import dev.hob.federation.remote.RemoteActor;
import dev.hob.federation.remote.Rule;
import dev.hob.federation.vocab.Id;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever follows somebody who moves, or gave a repository that moves a star, goes along; and only then.
class ResettlingTest {
    @TempDir
    Path folder;

    private Ground ground;
    private Stranger mia;
    private Stranger next;
    private Local alice;
    private Abroad abroad;

    @BeforeEach
    void build() {
        ground = new Ground(folder);
        mia = new Stranger(ground.others, "https://social.example/users/mia");
        next = new Stranger(ground.others, "https://forge-b.example/u/mia");
        alice = new Local.Account(ground.alice());
        abroad = Abroad.of(ground.node.database(), ground.clock);
    }

    @AfterEach
    void leave() {
        ground.close();
    }

    /// What somebody's host says of them now.
    private void says(Stranger who, List<String> types, String... also) {
        var before = ground.others.actors.get(who.id);
        var document = JsonNodeFactory.instance.objectNode();
        var list = document.putArray("alsoKnownAs");
        for (String one : also) list.add(one);
        ground.others.actors.put(
                who.id,
                new RemoteActor(
                        before.id(),
                        before.handle(),
                        before.name(),
                        types,
                        before.inbox(),
                        before.sharedInbox(),
                        before.page(),
                        before.icon(),
                        before.fetched(),
                        document));
    }

    private void follows(Stranger who, AskedState state) {
        var id = new Id(Ground.ADDRESS + "/u/alice/follows/of-" + who.id.authority());
        var inbox = new Id(who.id.value() + "/inbox");
        ground.node.database().writing(handle -> {
            abroad.following().ask(handle, alice, who.id, inbox, id);
            abroad.following().settle(handle, id, state, "");
        });
    }

    private void moves() {
        ground.sent(mia, mia.activity("Move", mia.id.value()).put("target", next.id.value()));
    }

    private List<String> sent() {
        return ground.others.delivered.stream()
                .map(it -> it.body().path("type").asText() + " "
                        + it.inboxes().iterator().next())
                .toList();
    }

    @Test
    void a_follow_goes_along_when_the_new_one_says_who_it_was() {
        follows(mia, AskedState.ACCEPTED);
        says(next, List.of("Person"), "https://elsewhere.example/x", mia.id.value());
        moves();
        assertThat(ground.told("done")).contains("goes along: 1");
        assertThat(abroad.following().find(alice, mia.id)).isEmpty();
        var now = abroad.following().find(alice, next.id).orElseThrow();
        assertThat(now.state()).isEqualTo(AskedState.ASKED);
        assertThat(sent()).containsExactly("Undo " + mia.id + "/inbox", "Follow " + next.id + "/inbox");
        var undo = ground.others.delivered.getFirst().body();
        assertThat(undo.at("/object/type").asText()).isEqualTo("Follow");
        assertThat(undo.at("/object/id").asText()).endsWith("/follows/of-social.example");
        var follow = ground.others.delivered.getLast().body();
        assertThat(follow.path("object").asText()).isEqualTo(next.id.value());
        assertThat(follow.path("id").asText()).isEqualTo(now.follow().value());
        // Their yes counts as any other.
        ground.sent(next, next.activity("Accept", now.follow().value()));
        assertThat(abroad.following().find(alice, next.id).orElseThrow().state())
                .isEqualTo(AskedState.ACCEPTED);
        // Once more is nothing more.
        moves();
        assertThat(sent()).hasSize(2);
    }

    @Test
    void nobody_sends_followers_to_who_does_not_know_of_it() {
        follows(mia, AskedState.ACCEPTED);
        says(next, List.of("Person"), "https://social.example/users/mio");
        moves();
        assertThat(ground.told("refused")).contains("does not say that it was " + mia.id);
        assertThat(abroad.following().find(alice, mia.id)).isPresent();
        assertThat(sent()).isEmpty();
        // Nor does anybody else say it for her.
        says(next, List.of("Person"), mia.id.value());
        ground.sent(next, next.activity("Move", mia.id.value()).put("target", next.id.value()));
        assertThat(ground.told("refused")).contains("Only who moves says so");
        assertThat(sent()).isEmpty();
    }

    @Test
    void who_is_followed_there_already_or_blocked_is_not_asked() {
        follows(mia, AskedState.ACCEPTED);
        follows(next, AskedState.ACCEPTED);
        says(next, List.of("Person"), mia.id.value());
        moves();
        assertThat(sent()).containsExactly("Undo " + mia.id + "/inbox");
        assertThat(abroad.following().find(alice, next.id).orElseThrow().state())
                .isEqualTo(AskedState.ACCEPTED);
    }

    @Test
    void who_moves_to_a_server_that_is_shut_out_takes_nobody_along() {
        follows(mia, AskedState.ACCEPTED);
        says(next, List.of("Person"), mia.id.value());
        ground.others.rules.put(next.id.origin().host(), Rule.BLOCKED);
        moves();
        assertThat(abroad.following().find(alice, mia.id)).isPresent();
        assertThat(sent()).isEmpty();
    }

    @Test
    void a_star_goes_along_with_a_repository() {
        var like = new Id(Ground.ADDRESS + "/u/alice/likes/1");
        ground.node.database().writing(handle -> abroad.stars()
                .give(handle, alice, mia.id, new Id(mia.id.value() + "/inbox"), like));
        says(next, List.of("Group", "Repository"), mia.id.value());
        moves();
        assertThat(abroad.stars().find(alice, mia.id)).isEmpty();
        assertThat(abroad.stars().find(alice, next.id)).isPresent();
        assertThat(sent()).containsExactly("Undo " + mia.id + "/inbox", "Like " + next.id + "/inbox");
    }

    @Test
    void who_moves_here_is_watched_here() {
        follows(mia, AskedState.ACCEPTED);
        var tea = ground.tea();
        ground.node.edits().addResidence(tea, ground.alice(), mia.id.value());
        var bob = ground.person("bob");
        ground.node.database().writing(handle -> abroad.stars()
                .give(
                        handle,
                        new Local.Account(bob),
                        mia.id,
                        new Id(mia.id.value() + "/inbox"),
                        new Id(Ground.ADDRESS + "/u/bob/likes/1")));
        ground.sent(mia, mia.activity("Move", mia.id.value()).put("target", ground.id(tea)));
        assertThat(ground.told("done")).contains("goes along: 2");
        assertThat(ground.node.stars().of(tea, Optional.of(bob)).mine()).isTrue();
        assertThat(sent()).containsExactly("Undo " + mia.id + "/inbox", "Undo " + mia.id + "/inbox");
    }
}
