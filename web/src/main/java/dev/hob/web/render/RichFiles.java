package dev.hob.web.render;

import dev.hob.web.html.Visit;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which files of a change a reader sees as what they are for, by their numbers from 1; all others are told line by
/// line. It stands in the address, and nowhere else.
public record RichFiles(SortedSet<Integer> numbers) {
    /// Each costs work.
    private static final int FILES_MAX = 20;

    private static final String NAME = "rich";
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,5}");

    public RichFiles {
        numbers = Collections.unmodifiableSortedSet(new TreeSet<>(numbers));
    }

    /// Those that an address asks for.
    public static RichFiles of(Visit visit) {
        var numbers = new TreeSet<Integer>();
        for (var asked : visit.context().queryParams(NAME))
            if (asked != null && NUMBER.matcher(asked).matches() && numbers.size() < FILES_MAX)
                numbers.add(Integer.valueOf(asked));
        return new RichFiles(numbers);
    }

    /// A page with all else that an address asks for.
    public static String rest(Visit visit, String page) {
        String asked = visit.context().queryString();
        if (asked == null) return page;
        String query = Stream.of(asked.split("&"))
                .filter(it -> !it.isEmpty() && !it.startsWith(NAME + "="))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? page : page + "?" + query;
    }

    /// Says what a page that shows them may have: notebooks carry their pictures.
    public void allow(Visit visit) {
        if (!numbers.isEmpty()) visit.scripted(Visit.Carries.PICTURES);
    }

    /// Whether a file is among them.
    public boolean has(int number) {
        return numbers.contains(number);
    }

    /// The same with one more file.
    public RichFiles with(int number) {
        var more = new TreeSet<>(numbers);
        more.add(number);
        return new RichFiles(more);
    }

    /// The same with one file less.
    public RichFiles without(int number) {
        var less = new TreeSet<>(numbers);
        less.remove(number);
        return new RichFiles(less);
    }

    /// An address that asks for them.
    public String at(String page) {
        String query = numbers.stream().map(it -> NAME + "=" + it).collect(Collectors.joining("&"));
        return query.isEmpty() ? page : page + (page.contains("?") ? "&" : "?") + query;
    }
}
