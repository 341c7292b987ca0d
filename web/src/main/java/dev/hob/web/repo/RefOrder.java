package dev.hob.web.repo;

import java.util.Comparator;

/// Names as people count: `v2` before `v10`. Digits are compared as the numbers that they write, the rest letter by
/// letter; names that differ in nothing else, as they are written.
public final class RefOrder implements Comparator<String> {
    /// The first first.
    public static final Comparator<String> UPWARDS = new RefOrder();

    private RefOrder() {}

    @Override
    public int compare(String one, String other) {
        int i = 0;
        int j = 0;
        while (i < one.length() && j < other.length()) {
            if (isDigit(one.charAt(i)) && isDigit(other.charAt(j))) {
                int endOne = end(one, i);
                int endOther = end(other, j);
                int order = numbers(one.substring(i, endOne), other.substring(j, endOther));
                if (order != 0) return order;
                i = endOne;
                j = endOther;
            } else {
                int order = Character.compare(one.charAt(i++), other.charAt(j++));
                if (order != 0) return order;
            }
        }
        int order = Integer.compare(one.length() - i, other.length() - j);
        return order != 0 ? order : one.compareTo(other);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int end(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) end++;
        return end;
    }

    /// However long: without leading zeros the longer one is the larger.
    private static int numbers(String one, String other) {
        String a = one.replaceFirst("^0+", "");
        String b = other.replaceFirst("^0+", "");
        int order = Integer.compare(a.length(), b.length());
        return order != 0 ? order : a.compareTo(b);
    }
}
