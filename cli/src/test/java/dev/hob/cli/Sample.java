package dev.hob.cli;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/// A small project with some years behind it, made by the real git client: text, code, a picture, branches and tags.
record Sample(Git git) {
    private static final String README = """
            # Kettle

            A tiny timer that knows how long each tea wants, and tells you when to pour.

            ![A cup of tea](docs/cup.png)

            ## Begin

            ```sh
            python3 -m kettle green
            ```

            | tea   | water  | minutes |
            |:------|-------:|--------:|
            | green |  75 °C |       2 |
            | black |  98 °C |       4 |
            | herbs | 100 °C |       8 |

            - [x] knows three teas
            - [ ] whistles

            The [guide](docs/guide.md) says more, the [brewer](src/Kettle.java#L5) does the work.
            A picture from elsewhere stays a link: ![badge](https://badges.example/build.svg)
            """;
    private static final String GUIDE = """
            # Guide

            Back to the [readme](../README.md), or to the [code](../src/kettle.py).

            > Warm the pot first.
            """;
    private static final String JAVA = """
            package tea;

            /** Knows how long each tea wants. */
            public final class Kettle {
                private static final int SECONDS = 60;

                public static void main(String... args) {
                    String tea = args.length > 0 ? args[0] : "green";
                    int minutes = switch (tea) {
                        case "green" -> 2;
                        case "black" -> 4;
                        default -> 8; // herbs, and whatever else there is in the garden: a long line that no telephone can hold
                    };
                    System.out.println(tea + ": " + minutes * SECONDS + " seconds");
                }
            }
            """;
    private static final String PYTHON = """
            import sys

            MINUTES = {"green": 2, "black": 4, "herbs": 8}


            def brew(tea: str = "green") -> int:
                \"""How many seconds a tea wants.\"""
                return MINUTES[tea] * 60


            if __name__ == "__main__":
                print(brew(*sys.argv[1:]))  # in seconds
            """;

    /// Makes it in a folder, with its newest commit not long ago.
    static Sample make(Path folder) throws IOException {
        var sample = new Sample(Git.init(folder, 2));
        sample.write("LICENSE", "Do what you like with it.\n");
        sample.commit("Put the kettle on", 800);
        sample.write("README.md", README);
        sample.write("docs/guide.md", GUIDE);
        sample.picture("docs/cup.png");
        sample.commit("docs: say what it is for", 420);
        sample.write("src/Kettle.java", JAVA.replace("\"black\" -> 4", "\"black\" -> 3"));
        sample.write("src/kettle.py", PYTHON);
        sample.write("src/kettle.bin", "\0\1\2".repeat(4000));
        sample.commit("src: brew three kinds of tea", 63);
        sample.git.ok("tag", "-a", "v1.0", "-m", "The first pot");
        sample.git.ok("switch", "-q", "-c", "topic/whistle");
        sample.write("src/whistle.py", "def whistle():\n    print('\\a')\n");
        sample.commit("src: whistle when it is done", 12);
        sample.git.ok("switch", "-q", "main");
        sample.write("src/Kettle.java", JAVA);
        sample.signed("src: give black tea another minute\n\nThree were too few for a pot.", 2);
        return sample;
    }

    void write(String file, String content) throws IOException {
        var path = git.folder().resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    /// The key that its newest commit is signed with; the public half stands beside it.
    Path key() {
        return git.folder().resolveSibling(git.folder().getFileName() + ".key");
    }

    private void signed(String message, int daysAgo) {
        Git.run(
                        git.folder(),
                        Git.clean(),
                        "",
                        List.of(
                                "ssh-keygen",
                                "-q",
                                "-t",
                                "ed25519",
                                "-N",
                                "",
                                "-C",
                                "alice@laptop",
                                "-f",
                                key().toString()))
                .ok();
        commit(message, daysAgo, "-c", "gpg.format=ssh", "-c", "user.signingkey=" + key(), "-c", "commit.gpgsign=true");
    }

    String commit(String message, int daysAgo, String... options) {
        String date = Instant.now().minus(daysAgo, ChronoUnit.DAYS).toString();
        git.ok("add", "-A");
        var environment = Git.clean();
        environment.put("GIT_AUTHOR_DATE", date);
        environment.put("GIT_COMMITTER_DATE", date);
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(options));
        command.addAll(List.of("commit", "-q", "-F", "-"));
        Git.run(git.folder(), environment, message, command).ok();
        return git.ok("rev-parse", "HEAD");
    }

    private void picture(String file) throws IOException {
        var image = new BufferedImage(640, 200, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setPaint(new GradientPaint(0, 0, new Color(0xf3e2cf), 640, 200, new Color(0xd98f5c)));
        pen.fillRect(0, 0, 640, 200);
        pen.setPaint(new Color(0xfffaf3));
        pen.fill(new Ellipse2D.Double(230, 40, 180, 120));
        pen.setPaint(new Color(0x8a4b1f));
        pen.fill(new Ellipse2D.Double(250, 52, 140, 92));
        pen.dispose();
        var path = git.folder().resolve(file);
        Files.createDirectories(path.getParent());
        ImageIO.write(image, "png", path.toFile());
    }
}
