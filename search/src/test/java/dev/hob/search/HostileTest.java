package dev.hob.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hob.node.people.Viewer;
import dev.hob.search.index.Patience;
import dev.hob.search.query.Box;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files and questions that were made to do harm.
class HostileTest {
    private static final Duration SOON_ENOUGH = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private Ground ground;

    @BeforeEach
    void open() {
        ground = new Ground(folder);
    }

    @AfterEach
    void close() {
        ground.close();
    }

    private void quickly(String question) {
        long began = System.nanoTime();
        ground.find(Viewer.ANYONE, question);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as(question.substring(0, Math.min(80, question.length())))
                .isLessThan(SOON_ENOUGH);
    }

    @Test
    void no_question_takes_long_or_breaks_anything() {
        var files = new TreeMap<String, String>();
        for (int i = 0; i < 5; i++) files.put("a" + i + ".txt", "a".repeat(900_000) + "b\n");
        files.put("b.txt", "ab\n".repeat(100_000));
        ground.push(ground.house.repository("tea"), files, "a");
        ground.await();
        for (String question : List.of(
                "/(a+)+$/",
                "/(a|a)*c/",
                "/(a?){50}a{50}/",
                "/((a{100}){100}){100}/",
                "/(((a{9}){9}){9}){9}/",
                "/a{1000}{1000}/",
                "/" + "(".repeat(400) + "/",
                "/" + "(".repeat(200) + "a" + ")".repeat(200) + "/",
                "/[/",
                "/\\/",
                "/(?<n>a)(?P=n)/",
                "/(?=a)a/",
                "/\\p{Nothing}/",
                "/a**/",
                "/x{99999}/",
                "/" + "a?".repeat(240) + "/",
                "/.*.*.*.*.*.*.*.*.*.*z/",
                "path:" + "*a".repeat(300),
                "path:" + "?*".repeat(200) + " path:**********",
                "\"" + "a".repeat(900) + "\"",
                "\"" + "a".repeat(400) + "\"",
                "a ".repeat(600),
                "symbol:***?????",
                "symbol:\\",
                "repo:" + "*a".repeat(400),
                "repo:[ repo:( repo:*",
                "\"\" // : :: is: lang: \" /",
                "\u0000 \ud800 \udc00 \uffff \u202e",
                "is:is:is: lang:\"a\" \"",
                "'; drop table log; --",
                "*:* OR repository:* +(a) -b ~^")) quickly(question);
        // It still answers.
        assertThat(ground.paths("\"ab\" path:b.txt")).containsExactly("b.txt");
    }

    @Test
    void whatever_is_typed_is_read() {
        var random = new SplittableRandom(7);
        String signs = "ab \"/\\:*?()[]{}|.^$-+is:lang:repo:path:é\ud83d\ude00";
        ground.push(ground.house.repository("tea"), Map.of("a.txt", "ab(ab)*\n"), "a");
        ground.await();
        for (int i = 0; i < 3_000; i++) {
            var text = new StringBuilder();
            int length = random.nextInt(1, 40);
            for (int c = 0; c < length; c++) text.append(signs.charAt(random.nextInt(signs.length())));
            var question = Box.read(text.toString());
            assertThat(question).isNotNull();
            if (i % 10 == 0) ground.find(Viewer.ANYONE, text.toString());
        }
    }

    @Test
    void who_does_not_wait_gets_what_was_found_so_far() {
        ground.push(ground.house.repository("tea"), Map.of("a.txt", "x".repeat(900_000) + "\n"), "a");
        ground.await();
        var patience = new Patience(Duration.ofMinutes(1));
        patience.cancel();
        var found = ground.search.find(Viewer.ANYONE, "/(x?){40}y/", 0, 10, patience);
        assertThat(found.complete()).isFalse();
        assertThat(found.waited()).isLessThan(SOON_ENOUGH);
    }

    @Test
    void strange_files_are_indexed_or_passed_over_and_the_rest_is_found() {
        var files = new TreeMap<String, byte[]>();
        files.put("line.js", ("var a = '" + "x".repeat(1_000_000) + "';").getBytes(UTF_8));
        files.put("large.js", "y".repeat(3_000_000).getBytes(UTF_8));
        files.put("broken.java", "class { void ( } } ) \"".repeat(2_000).getBytes(UTF_8));
        byte[] noise = new byte[100_000];
        new java.util.Random(5).nextBytes(noise);
        files.put("noise.py", noise);
        byte[] text = noise.clone();
        for (int i = 0; i < text.length; i++) if (text[i] == 0) text[i] = 'a';
        files.put("invalid.java", text);
        files.put("na\nme \"quoted\" 'x' <b>.txt", "odd leaf\n".getBytes(UTF_8));
        files.put("\u202etxt.exe.py", "def odd_leaf(): pass\n".getBytes(UTF_8));
        files.put("d/".repeat(200) + "deep.txt", "deep leaf\n".getBytes(UTF_8));
        files.put("n".repeat(4_000) + ".txt", "long leaf\n".getBytes(UTF_8));
        files.put(".gitattributes", ("*.java linguist-generated\n" + "[attr]x ".repeat(5_000)).getBytes(UTF_8));
        files.put("empty.java", new byte[0]);
        files.put("good.txt", "good leaf\n".getBytes(UTF_8));
        ground.pushBytes(ground.house.repository("tea"), files, "\u0000\ud800 odd\n\n" + "m".repeat(500_000));
        ground.await();
        assertThat(ground.search.progress().failed()).isZero();
        assertThat(ground.paths("\"good leaf\"")).containsExactly("good.txt");
        assertThat(ground.paths("\"deep leaf\"")).hasSize(1);
        assertThat(ground.paths("\"odd leaf\"")).hasSize(1);
        assertThat(ground.paths("symbol:odd_leaf")).hasSize(1);
        assertThat(ground.paths("path:large.js")).hasSize(1);
        var line = ground.find(Viewer.ANYONE, "\"var a = \"")
                .hits()
                .getFirst()
                .snippets()
                .getFirst()
                .lines()
                .getFirst();
        assertThat(line.text().length()).isLessThan(500);
    }

    @Test
    void thirty_thousand_files_are_indexed_and_none_is_lost() {
        var files = new TreeMap<String, byte[]>();
        for (int i = 0; i < 30_000; i++)
            files.put("d%02d/f%05d.txt".formatted(i % 100, i), "many a leaf\n".getBytes(UTF_8));
        ground.pushBytes(ground.house.repository("tea"), files, "Many");
        ground.await();
        assertThat(ground.search.index().documents()).isGreaterThan(30_000);
        var found = ground.find(Viewer.ANYONE, "\"many a leaf\"");
        assertThat(found.total()).isBetween(100, 1_000);
        assertThat(found.complete()).isFalse();
        assertThat(ground.paths("\"many a leaf\" path:f29999")).hasSize(1);
    }
}
