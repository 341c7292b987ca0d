package dev.hob.web.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.people.Person;
import dev.hob.node.people.Scope;
import dev.hob.node.repo.Right;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A private repository, for those who may not see it: every tool says what it says of one that does not exist.
class McpSecretsTest {
    @TempDir
    Path data;

    private Library library;

    @BeforeEach
    void open() throws Exception {
        library = new Library(data);
    }

    @AfterEach
    void close() {
        library.close();
    }

    /// Arguments that fit a tool, for a repository.
    private static Map<String, Object> arguments(Tool tool, String repository) {
        var all = new LinkedHashMap<String, Object>();
        for (Object name : (List<?>) tool.inputSchema().get("required"))
            all.put(
                    (String) name,
                    switch ((String) name) {
                        case "repository" -> repository;
                        case "number" -> tool.name().contains("pull") ? "2" : "1";
                        case "path" -> "src/Pot.java";
                        case "ref" -> "main";
                        case "query" -> Library.WORD + " repo:" + repository;
                        default -> "words";
                    });
        return all;
    }

    private void knowsNothing(String who, String token) {
        try (var assistant = library.assistant(token)) {
            var tools = assistant.tools();
            assertThat(tools).as(who).hasSizeGreaterThan(1);
            for (var tool : tools) {
                var asked = assistant.call(tool.name(), arguments(tool, "alice/secret"));
                var nothing = assistant.call(tool.name(), arguments(tool, "alice/nothing"));
                assertThat(asked.isError()).as(who + " " + tool.name()).isEqualTo(nothing.isError());
                assertThat(Assistant.words(asked).replace("secret", "nothing"))
                        .as(who + " " + tool.name())
                        .isEqualTo(Assistant.words(nothing));
                assertThat(String.valueOf(asked.structuredContent()).replace("secret", "nothing"))
                        .as(who + " " + tool.name())
                        .isEqualTo(String.valueOf(nothing.structuredContent()))
                        .doesNotContainIgnoringCase(Library.WORD);
            }
            if (!assistant.names().contains("search")) return;
            for (String question :
                    List.of("zanzibar", "\"zanzibar\"", "/zan.ibar/", "symbol:Zanzibar", "is:open", "repo:*"))
                assertThat(String.valueOf(assistant.shape("search", "query", question)))
                        .as(who + " asks " + question)
                        .doesNotContainIgnoringCase(Library.WORD)
                        .doesNotContain("secret");
            assertThat(assistant.text("list_repositories")).as(who).doesNotContain("secret", Library.WORD);
        }
    }

    @Test
    void who_may_not_see_it_learns_nothing_from_any_tool() {
        knowsNothing("mallory", library.token(library.mallory, Scope.ALL));
        knowsNothing("mallory, reading", library.token(library.mallory, Scope.READ_REPOSITORY, Scope.READ_ISSUE));
        knowsNothing("alice, for another repository", library.token(library.alice, library.tea, Scope.ALL));
        assertThat(library.site.node.tracking().reading().find(library.secret.rid(), 3))
                .as("and wrote nothing")
                .isEmpty();
    }

    @Test
    void a_token_for_issues_sees_nothing_of_private_code_and_one_for_code_nothing_of_private_talk() {
        try (var talk = library.assistant(library.token(library.alice, Scope.READ_ISSUE));
                var code = library.assistant(library.token(library.alice, Scope.READ_REPOSITORY))) {
            assertThat(talk.text("read_issue", "repository", "alice/secret", "number", "1"))
                    .contains(Library.WORD);
            assertThat(code.text("read_file", "repository", "alice/secret", "path", "README.md"))
                    .contains(Library.WORD);
            assertThat(code.shape("search", "query", "zanzibar is:issue")
                            .path("total")
                            .asInt())
                    .isZero();
        }
    }

    @Test
    void a_token_for_one_repository_sees_nothing_else_however_public_it_is() {
        try (var narrow = library.assistant(library.token(library.alice, library.secret, Scope.ALL))) {
            assertThat(narrow.text("list_repositories"))
                    .contains("1 of 1", "alice/secret")
                    .doesNotContain("alice/tea");
            assertThat(narrow.shape("search", "query", "\"String heat\"")
                            .path("hits")
                            .findValuesAsText("repository"))
                    .containsOnly("alice/secret");
            assertThat(narrow.shape("search", "query", "kettle repo:alice/tea")
                            .path("total")
                            .asInt())
                    .isZero();
            assertThat(narrow.refusal("read_file", "repository", "alice/tea", "path", "README.md"))
                    .contains("There is no repository alice/tea");
            assertThat(narrow.refusal("comment", "repository", "alice/tea", "number", "1", "body", "Hello"))
                    .contains("There is no repository alice/tea");
            assertThat(narrow.text("comment", "repository", "alice/secret", "number", "1", "body", "Mine"))
                    .contains("Said about 1");
        }
    }

    @Test
    void who_is_let_in_sees_it_and_who_is_let_out_does_not_any_more() {
        letIn(library.bob);
        try (var bob = library.reader(library.bob)) {
            assertThat(bob.text("read_issue", "repository", "alice/secret", "number", "1"))
                    .contains(Library.WORD);
            library.site.node.edits().removeCollaborator(library.secret, library.alice, library.bob);
            assertThat(bob.refusal("read_issue", "repository", "alice/secret", "number", "1"))
                    .contains("There is no repository");
        }
    }

    private void letIn(Person person) {
        library.site.node.edits().addCollaborator(library.secret, library.alice, person, Right.READ);
    }
}
