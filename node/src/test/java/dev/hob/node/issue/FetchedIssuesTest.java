package dev.hob.node.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.refs.House;
import dev.hob.node.repo.Right;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.RefSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same issues, read from a clone that knows nothing but git.
class FetchedIssuesTest {
    @TempDir
    Path folder;

    private static ObjectId done(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done) answer).entry();
    }

    @Test
    void a_clone_tells_what_the_node_tells() throws IOException, GitAPIException {
        try (var house = new House(Files.createDirectory(folder.resolve("house")));
                var clone = Git.init()
                        .setDirectory(folder.resolve("clone").toFile())
                        .call()) {
            var alice = house.alice();
            var bob = house.person("bob");
            var stranger = house.person("carol");
            var repo = house.repository("tea");
            house.node.edits().addCollaborator(repo, alice, bob, Right.WRITE);
            var issues = house.node.tracking().issues();
            var first = done(issues.open(repo, stranger, Issues.Opening.of("It leaks", "When it boils.")));
            var second = done(issues.open(repo, alice, Issues.Opening.of("No sugar", "None.")));
            var said = done(issues.comment(repo, bob, first, "It does.", Optional.empty(), List.of()));
            done(issues.comment(repo, stranger, first, "Forget it.", Optional.empty(), List.of()));
            done(issues.edit(repo, bob, first, said, "It does indeed.", List.of(), List.of()));
            done(issues.label(repo, bob, first, List.of("bug"), List.of()));
            done(issues.assign(repo, bob, first, List.of(bob), List.of()));
            done(issues.turn(repo, alice, second, IssueState.SOLVED));

            assertThat(FetchedIssues.of(clone.getRepository())).as("code only").isEmpty();
            fetch(clone, house.node.storage().path(repo.rid()).toFile());
            assertThat(FetchedIssues.of(clone.getRepository()).orElseThrow().all())
                    .as("numbers come in batches")
                    .allMatch(it -> it.number().isEmpty());
            house.node.tracking().numbers().flush();
            fetch(clone, house.node.storage().path(repo.rid()).toFile());

            var all = FetchedIssues.of(clone.getRepository()).orElseThrow().all();
            assertThat(all).extracting(FetchedIssues.Fetched::id).containsExactly(first, second);
            assertThat(all).extracting(it -> it.number().orElseThrow()).containsExactly(1L, 2L);
            for (var fetched : all) {
                var told = house.node
                        .tracking()
                        .reading()
                        .byId(repo.rid(), fetched.id())
                        .orElseThrow();
                assertThat(fetched.title()).isEqualTo(told.title());
                assertThat(fetched.state()).isEqualTo(told.state());
                assertThat(fetched.labels()).isEqualTo(told.labels());
                assertThat(fetched.updated()).isEqualTo(told.updated());
                assertThat(fetched.created()).isEqualTo(told.created());
            }
            assertThat(all.getFirst().assignees()).containsExactly("bob");
            assertThat(all.getFirst().comments())
                    .extracting(it -> it.author() + ": " + it.body())
                    .containsExactly("carol: When it boils.", "bob: It does indeed.", "carol: Forget it.");
        }
    }

    private static void fetch(Git clone, File from) throws GitAPIException {
        clone.fetch()
                .setRemote(from.toString())
                .setRefSpecs(new RefSpec("+refs/namespaces/*:refs/namespaces/*"), new RefSpec("+refs/rad/*:refs/rad/*"))
                .call();
    }
}
