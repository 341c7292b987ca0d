package dev.hob.web.repo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.code.CodePath;
import dev.hob.node.code.Commits;
import dev.hob.node.code.FileChange;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page that says who wrote how much.
class ContributorPagesTest {
    private static final String TEA = "/alice/tea";
    private static final Pattern LINE = Pattern.compile(
            "<span class=\"name\">([^<]*)</span><span class=\"count\"><a href=\"([^\"]*)\" rel=\"nofollow\">(\\d+) commit");

    @TempDir
    Path data;

    private RepoHouse house;
    private GitClient git;

    @BeforeEach
    void open() throws Exception {
        house = new RepoHouse(data.resolve("node"));
        git = new GitClient(data.resolve("work"));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static String shown(String page) {
        return String.join(
                ", ",
                LINE.matcher(page)
                        .results()
                        .map(it -> it.group(1) + " " + it.group(3))
                        .toList());
    }

    @Test
    void everybody_is_told_with_their_commits_and_merges_are_not_counted() throws Exception {
        for (int i = 0; i < 5; i++) git.write("a.txt", "a" + i).commit("Alice", "Alice " + i);
        git.git("checkout", "-q", "-b", "topic");
        for (int i = 0; i < 2; i++) git.write("b.txt", "b" + i).commit("Bob & co", "Bob " + i);
        git.git("checkout", "-q", "main");
        git.write("a.txt", "end").commit("Alice", "End");
        git.merge("topic");
        git.push(house, "alice/tea");
        String page = house.page("", TEA + "/contributors?time=all");
        assertThat(page)
                .contains("8 commits on main by 2 people; merges are not counted.", "aria-hidden=\"true\"><path");
        assertThat(shown(page)).isEqualTo("Alice 6, Bob &amp; co 2");
        var bob = LINE.matcher(page).results().toList().getLast().group(2).replace("&amp;", "&");
        assertThat(house.page("", bob)).contains("2 commits fit this.", "Bob 0", "Bob 1");
        assertThat(house.page("", TEA + "/contributors"))
                .as("the git client's clock stands in 2023")
                .contains("Nothing was committed in the last year.");
        assertThat(house.page("", TEA + "/activity")).contains("href=\"/alice/tea/contributors\"");
    }

    @Test
    void the_first_page_draws_the_last_year_once_somebody_had_it_counted() throws Exception {
        var signer = Commits.Signer.of(house.alice);
        var begin = new FileChange.Create(new CodePath("a.txt"), new byte[] {'a'});
        var draft = new Commits.Draft("main", Optional.empty(), "Begin\n", signer, signer, List.of(begin));
        assertThat(house.node.commits().commit(house.tea, house.alice, draft)).isInstanceOf(Commits.Outcome.Done.class);
        assertThat(house.page("", TEA)).doesNotContain("in the last year");
        assertThat(house.page("", TEA + "/contributors")).contains("in the last year; merges are not counted");
        assertThat(house.page("", TEA)).contains("1 commit in the last year");
    }

    @Test
    void nobody_is_told_of_what_they_may_not_see() throws Exception {
        assertThat(house.page("", TEA + "/contributors")).contains("Nothing was committed in the last year.");
        assertThat(house.page("", TEA + "/contributors?time=x")).contains("Nothing was committed");
        house.node.edits().setPrivate(house.tea, house.alice, true);
        house.person("bob");
        for (String who : new String[] {"", "bob"})
            assertThat(house.get(who, TEA + "/contributors").statusCode()).isEqualTo(404);
        assertThat(house.get("alice", TEA + "/contributors").statusCode()).isEqualTo(200);
    }
}
