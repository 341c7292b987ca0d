package dev.hob.cli;

import dev.hob.cli.DemoCode.Language;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One repository of a demonstration: whose it is and how much there is of it.
///
/// @param folders further folders with so many files each
/// @param longFile whether it has a file of a thousand lines
/// @param days how long ago it began
record DemoProject(
        String owner,
        String name,
        String about,
        boolean isPublic,
        List<Language> languages,
        int files,
        Map<String, Integer> folders,
        boolean longFile,
        int commits,
        boolean merges,
        int branches,
        int tags,
        int days) {
    DemoProject {
        languages = List.copyOf(languages);
        folders = Map.copyOf(folders);
    }

    /// Who works on this node.
    static final List<String> CAST = List.of("ada", "bela", "chen", "dara", "emil");

    /// The usual ones, small to large. An owner's name is one of the cast.
    static final List<DemoProject> USUAL = List.of(
            small("ada", "kettle", "A tiny timer that knows how long each tea wants.", Language.JAVA, 40),
            new DemoProject(
                    "ada",
                    "lantern",
                    "Finds its way through logs in the dark.",
                    true,
                    List.of(Language.PYTHON, Language.SHELL),
                    24,
                    Map.of(),
                    false,
                    320,
                    true,
                    6,
                    8,
                    900),
            new DemoProject(
                    "ada",
                    "almanac",
                    "Every date that matters, and some that do not.",
                    true,
                    List.of(Language.SQL, Language.SHELL, Language.PROSE),
                    30,
                    Map.of(),
                    false,
                    260,
                    true,
                    150,
                    60,
                    1_500),
            new DemoProject(
                    "bela",
                    "loom",
                    "Weaves streams of events, thread by thread.",
                    true,
                    List.of(Language.RUST),
                    36,
                    Map.of(),
                    false,
                    480,
                    true,
                    9,
                    12,
                    700),
            new DemoProject(
                    "bela",
                    "notes",
                    "Nobody else needs to read these.",
                    false,
                    List.of(Language.PROSE),
                    12,
                    Map.of(),
                    false,
                    90,
                    false,
                    0,
                    0,
                    400),
            new DemoProject(
                    "chen",
                    "harbor",
                    "Where ships of every size find a berth: the large one among these.",
                    true,
                    List.of(Language.GO, Language.JAVA, Language.SCRIPT),
                    60,
                    Map.of("berths", 226, "docs/guide", 14),
                    true,
                    1_200,
                    true,
                    12,
                    20,
                    1_300),
            small("chen", "dotfiles", "How a shell should feel.", Language.SHELL, 60),
            new DemoProject(
                    "dara",
                    "garden",
                    "A page that grows: beds, seeds and weather.",
                    true,
                    List.of(Language.SCRIPT, Language.PROSE),
                    28,
                    Map.of(),
                    false,
                    210,
                    true,
                    5,
                    6,
                    500),
            small("dara", "recipes", "Soups, mostly.", Language.PROSE, 120),
            new DemoProject(
                    "emil",
                    "tide",
                    "High and low water from four numbers and a cosine.",
                    true,
                    List.of(Language.C, Language.PYTHON),
                    18,
                    Map.of(),
                    false,
                    150,
                    true,
                    3,
                    4,
                    1_100),
            new DemoProject(
                    "emil",
                    "draft",
                    "Nothing has been pushed here yet.",
                    true,
                    List.of(Language.PROSE),
                    0,
                    Map.of(),
                    false,
                    0,
                    false,
                    0,
                    0,
                    1));

    /// The one for load tests: a thousand files, fifty thousand commits.
    static final DemoProject LARGE = new DemoProject(
            "emil",
            "quarry",
            "Stone upon stone: fifty thousand commits.",
            true,
            List.of(Language.C),
            8,
            many(),
            false,
            50_000,
            false,
            2,
            4,
            3_000);

    private static Map<String, Integer> many() {
        var folders = new HashMap<String, Integer>();
        for (int i = 0; i < 40; i++) folders.put("face-%02d".formatted(i), 25);
        return folders;
    }

    private static DemoProject small(String owner, String name, String about, Language language, int commits) {
        return new DemoProject(
                owner, name, about, true, List.of(language), 9, Map.of(), false, commits, false, 2, 2, 300);
    }
}
