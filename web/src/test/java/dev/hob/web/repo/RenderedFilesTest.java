package dev.hob.web.repo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are more than their source: texts, tables, notebooks, archives, sound and film.
class RenderedFilesTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path data;

    private RepoHouse house;

    @BeforeEach
    void open() {
        house = new RepoHouse(data);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private String page(String path) throws Exception {
        return house.page("", "/alice/tea/src/branch/main/" + path);
    }

    private HttpResponse<byte[]> raw(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(house.url() + "/alice/tea/raw/branch/main/" + path));
        for (int i = 0; i < headers.length; i += 2) request.header(headers[i], headers[i + 1]);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void org_is_rendered_and_introduces_a_folder_that_has_no_markdown() throws Exception {
        house.pushText(
                "main",
                "Org",
                Map.of(
                        "README.org",
                        "#+TITLE: Tea\n* Brew\n[[file:docs/guide.org][Guide]] [[file:tea.png]]\n"
                                + "#+begin_src java\nint x = 1; // <b>\n#+end_src\n",
                        "README.txt",
                        "plain",
                        "docs/README.md",
                        "# Markdown",
                        "docs/README.org",
                        "* Org",
                        "docs/large.org",
                        "* Large\n".repeat(70_000),
                        "docs/empty.org",
                        ""));
        assertThat(house.page("", "/alice/tea"))
                .contains("<b>README.org</b>", "<h1 id=\"title\">Tea</h1>", "<h2 id=\"brew\">Brew</h2>")
                .contains("href=\"/alice/tea/src/branch/main/docs/guide.org\"")
                .contains("src=\"/alice/tea/raw/branch/main/tea.png\"", "<span class=\"c\">// &lt;b&gt;</span>");
        assertThat(page("docs")).contains("<h1 id=\"markdown\">Markdown</h1>").doesNotContain("<h1 id=\"org\">");
        assertThat(page("README.org")).contains("<h2 id=\"brew\">Brew</h2>", "<a href=\"?source\">Source</a>");
        assertThat(page("README.org?source")).contains("data-lines", "<a href=\"?\">Rendered</a>");
        assertThat(page("docs/large.org")).contains("<pre tabindex=\"0\">* Large");
        assertThat(page("docs/empty.org")).contains("empty.org");
    }

    @Test
    void tables_and_notebooks_are_shown_as_such_and_their_source_is_a_click_away() throws Exception {
        house.pushText(
                "main",
                "Data",
                Map.of(
                        "teas.csv",
                        "tea,price\n<b>Assam</b>,3\n",
                        "empty.csv",
                        "",
                        "broken.ipynb",
                        "{not json",
                        "a.ipynb",
                        "{\"cells\":[{\"cell_type\":\"markdown\",\"source\":\"# Tea [x](other.md)\"},"
                                + "{\"cell_type\":\"code\",\"execution_count\":3,\"source\":\"print('<tea>')\",\"outputs\":"
                                + "[{\"output_type\":\"stream\",\"text\":\"<tea>\"}]}]}"));
        assertThat(page("teas.csv"))
                .contains("<th scope=\"col\">price</th>", "<td>&lt;b&gt;Assam&lt;/b&gt;</td>", "id=\"L2\"")
                .contains("<a href=\"?source\">Source</a>");
        assertThat(page("teas.csv?source"))
                .contains("data-lines", "<a href=\"?\">Rendered</a>")
                .doesNotContain("<th scope");
        assertThat(page("empty.csv")).contains("An empty file.");
        assertThat(page("a.ipynb"))
                .contains("href=\"/alice/tea/src/branch/main/other.md\"", "[3]", "&lt;tea&gt;")
                .doesNotContain("<tea>");
        assertThat(page("broken.ipynb")).contains("{not json").doesNotContain("<a href=\"?source\">");
        var policy = house.get("", "/alice/tea/src/branch/main/a.ipynb")
                .headers()
                .firstValue("Content-Security-Policy")
                .orElse("");
        assertThat(policy).contains("img-src 'self' data:", "default-src 'none'", "script-src 'self';");
    }

    @Test
    void what_is_in_an_archive_is_listed() throws Exception {
        var zip = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("leaves/"));
            out.putNextEntry(new ZipEntry("leaves/<green>.txt"));
            out.write("a leaf".getBytes(UTF_8));
            out.closeEntry();
        }
        var tar = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(tar)) {
            byte[] header = new byte[1_536];
            System.arraycopy("cup.txt".getBytes(UTF_8), 0, header, 0, 7);
            System.arraycopy("0000644\0".getBytes(UTF_8), 0, header, 100, 8);
            System.arraycopy("00000000000\0".getBytes(UTF_8), 0, header, 124, 12);
            System.arraycopy("        0".getBytes(UTF_8), 0, header, 148, 9);
            System.arraycopy("ustar\000000".getBytes(UTF_8), 0, header, 257, 8);
            int sum = 0;
            for (int i = 0; i < 512; i++) sum += header[i] & 0xff;
            System.arraycopy(String.format("%06o\0 ", sum).getBytes(UTF_8), 0, header, 148, 8);
            out.write(header);
        }
        byte[] half = java.util.Arrays.copyOf(zip.toByteArray(), zip.size() / 2);
        house.push(
                "main",
                "Archives",
                Map.of(
                        "a.zip",
                        zip.toByteArray(),
                        "b.tar.gz",
                        tar.toByteArray(),
                        "half.zip",
                        half,
                        "text.zip",
                        "no archive".getBytes(UTF_8)));
        assertThat(page("a.zip")).contains("leaves/&lt;green&gt;.txt", "6 bytes");
        assertThat(page("b.tar.gz")).contains("cup.txt");
        assertThat(page("half.zip")).contains("A binary file.");
        assertThat(page("text.zip")).contains("no archive");
    }

    @Test
    void a_tar_file_that_unpacks_to_gigabytes_is_looked_into_for_a_moment_only() throws Exception {
        var bomb = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 20];
            byte[] header = new byte[512];
            System.arraycopy("big".getBytes(UTF_8), 0, header, 0, 3);
            System.arraycopy("0000644\0".getBytes(UTF_8), 0, header, 100, 8);
            System.arraycopy("70000000000\0".getBytes(UTF_8), 0, header, 124, 12);
            System.arraycopy("        0".getBytes(UTF_8), 0, header, 148, 9);
            System.arraycopy("ustar\000000".getBytes(UTF_8), 0, header, 257, 8);
            int sum = 0;
            for (int i = 0; i < 512; i++) sum += header[i] & 0xff;
            System.arraycopy(String.format("%06o\0 ", sum).getBytes(UTF_8), 0, header, 148, 8);
            out.write(header);
            for (int i = 0; i < 200; i++) out.write(zeros);
        }
        house.push("main", "Bomb", Map.of("bomb.tgz", bomb.toByteArray()));
        assertThat(page("bomb.tgz")).contains("<code>big</code>", "There is more");
    }

    @Test
    void sound_and_film_play_and_any_part_of_them_can_be_asked_for() throws Exception {
        byte[] film = new byte[100_000];
        for (int i = 0; i < film.length; i++) film[i] = (byte) (i * 7);
        house.push("main", "Film", Map.of("a.mp4", film, "b.ogg", film, "c.mp4", "<script>x</script>".getBytes(UTF_8)));
        assertThat(page("a.mp4")).contains("<video controls", "src=\"/alice/tea/raw/branch/main/a.mp4\"");
        assertThat(page("b.ogg")).contains("<audio controls");
        assertThat(page("c.mp4")).contains("&lt;script&gt;").doesNotContain("<video");
        assertThat(house.get("", "/alice/tea/src/branch/main/a.mp4")
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElse(""))
                .contains("media-src 'self'");

        var all = raw("a.mp4");
        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(all.headers().firstValue("Content-Type")).hasValue("video/mp4");
        assertThat(all.headers().firstValue("Accept-Ranges")).hasValue("bytes");
        assertThat(all.body()).isEqualTo(film);
        String tag = all.headers().firstValue("ETag").orElseThrow();

        var part = raw("a.mp4", "Range", "bytes=50000-50099");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 50000-50099/100000");
        assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(film, 50_000, 50_100));
        assertThat(raw("a.mp4", "Range", "bytes=-1", "If-Range", tag).statusCode())
                .isEqualTo(206);
        assertThat(raw("a.mp4", "Range", "bytes=-1", "If-Range", "\"other\"").body())
                .isEqualTo(film);
        var none = raw("a.mp4", "Range", "bytes=100000-");
        assertThat(none.statusCode()).isEqualTo(416);
        assertThat(none.headers().firstValue("Content-Range")).hasValue("bytes */100000");
        assertThat(raw("c.mp4").headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    }

    @Test
    void a_picture_that_changed_is_shown_as_it_was_and_as_it_is() throws Exception {
        byte[] one = {(byte) 0x89, 'P', 'N', 'G', 0, 1};
        byte[] other = {(byte) 0x89, 'P', 'N', 'G', 0, 2};
        var first = house.push("main", "Draw", Map.of("a.png", one));
        var second = house.push("main", "Draw anew", Map.of("a.png", other));
        var third = house.push("main", "Draw no more", Map.of("b.txt", one));
        String raw = "src=\"/alice/tea/raw/commit/";
        assertThat(house.page("", "/alice/tea/commit/" + first.name()))
                .contains("New</figcaption>", raw + first.name() + "/a.png")
                .doesNotContain("Before</figcaption>");
        assertThat(house.page("", "/alice/tea/commit/" + second.name()))
                .contains(raw + first.name() + "/a.png", raw + second.name() + "/a.png");
        assertThat(house.page("", "/alice/tea/commit/" + third.name()))
                .contains(raw + second.name() + "/a.png", "A binary file")
                .doesNotContain("After</figcaption>");
    }
}
