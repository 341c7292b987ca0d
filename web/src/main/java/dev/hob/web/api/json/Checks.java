package dev.hob.web.api.json;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a shape that a client filled is whole: nothing that it needs is missing, nothing is too long, and every text
/// is one that a database can keep.
final class Checks {
    private Checks() {}

    static void check(Record shape, String where) throws Json.Unreadable {
        for (var field : shape.getClass().getRecordComponents()) {
            String name = where + Schemas.name(field);
            value(read(shape, field.getAccessor()), field, name);
        }
    }

    private static @Nullable Object read(Record shape, Method accessor) {
        try {
            accessor.setAccessible(true);
            return accessor.invoke(shape);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError("a record's field can be read: " + accessor, e);
        }
    }

    private static void value(@Nullable Object value, AnnotatedElement field, String name) throws Json.Unreadable {
        switch (value) {
            case null -> throw new Json.Unreadable("[" + name + "]: Required");
            case Optional<?> optional -> {
                if (optional.isPresent()) value(optional.get(), field, name);
            }
            case String text -> text(text, field, name);
            case Collection<?> members -> {
                if (members.size() > most(field)) throw new Json.Unreadable("[" + name + "]: too many");
                int i = 0;
                for (var member : members) {
                    String its = name + "[" + i++ + "]";
                    if (member == null) throw new Json.Unreadable("[" + its + "]: Required");
                    if (member instanceof Record record) check(record, its + ".");
                    if (member instanceof String text) isText(text, its);
                }
            }
            case Record record -> check(record, name + ".");
            default -> {} // Numbers, flags and times have no other form.
        }
    }

    private static int most(AnnotatedElement field) {
        var most = field.getAnnotation(Most.class);
        return most == null ? Integer.MAX_VALUE : most.value();
    }

    private static void text(String text, AnnotatedElement field, String name) throws Json.Unreadable {
        // As JSON Schema counts: a character outside the first plane is one.
        if (text.length() > most(field) && text.codePointCount(0, text.length()) > most(field))
            throw new Json.Unreadable("[" + name + "]: MaxSize(" + most(field) + ")");
        var words = field.getAnnotation(OneOf.class);
        if (words != null && !List.of(words.value()).contains(text))
            throw new Json.Unreadable("[" + name + "]: In" + Arrays.toString(words.value()));
        isText(text, name);
    }

    private static void isText(String text, String name) throws Json.Unreadable {
        if (!isText(text)) throw new Json.Unreadable("[" + name + "]: this is not a text");
    }

    /// Whether a text has only whole characters, and no NUL.
    static boolean isText(String text) {
        return text.indexOf(0) < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
