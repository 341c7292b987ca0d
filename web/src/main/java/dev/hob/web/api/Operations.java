package dev.hob.web.api;

import dev.hob.node.people.Scope;
import dev.hob.node.repo.Right;
import dev.hob.web.api.Operation.Gives;
import dev.hob.web.api.Operation.Method;
import dev.hob.web.api.Operation.Parameter;
import dev.hob.web.api.Operation.Who;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The list of all operations, while it is being written: each class of operations adds its own. Owned by one thread.
final class Operations {
    private static final int BODY_BYTES_MAX = 1 << 20;
    private static final String WRONG = "Too many wrong passwords or tokens came from this address";
    private static final String SPENT =
            "The caller had their share of the node's work for now; or " + WRONG.toLowerCase(Locale.ROOT);

    private final List<Operation> all = new ArrayList<>();
    private String chapter = "";

    List<Operation> all() {
        return List.copyOf(all);
    }

    /// What the next ones are about.
    void chapter(String name) {
        chapter = name;
    }

    Draft get(String id, String path, String summary) {
        return new Draft(id, Method.GET, path, summary);
    }

    Draft post(String id, String path, String summary) {
        return new Draft(id, Method.POST, path, summary);
    }

    Draft put(String id, String path, String summary) {
        return new Draft(id, Method.PUT, path, summary);
    }

    Draft patch(String id, String path, String summary) {
        return new Draft(id, Method.PATCH, path, summary);
    }

    Draft delete(String id, String path, String summary) {
        return new Draft(id, Method.DELETE, path, summary);
    }

    /// Gives something for a call.
    @FunctionalInterface
    interface Giving<T> {
        T give(Call call) throws IOException;
    }

    /// Does something for a call.
    @FunctionalInterface
    interface Doing {
        void act(Call call) throws IOException;
    }

    /// Notes something for a call; whether it was otherwise before.
    @FunctionalInterface
    interface Noting {
        boolean note(Call call) throws IOException;
    }

    /// One operation that is being described; what it gives comes last.
    final class Draft {
        private final String id;
        private final Method method;
        private final String path;
        private final String summary;
        private Who who = Who.ANYONE;
        private Optional<Scope> scope = Optional.empty();
        private Optional<Right> right = Optional.empty();
        private final List<Parameter> parameters = new ArrayList<>();
        private Optional<Class<? extends Record>> body = Optional.empty();
        private Optional<String> file = Optional.empty();
        private int bodyBytesMax = BODY_BYTES_MAX;
        private Operation.Cost cost = Operation.Cost.LITTLE;
        private final Map<Integer, String> refusals = new TreeMap<>();

        private Draft(String id, Method method, String path, String summary) {
            this.id = id;
            this.method = method;
            this.path = path;
            this.summary = summary;
        }

        /// Needs a right on the repository in the path, and the scope that goes with it.
        Draft needs(Right right) {
            this.right = Optional.of(right);
            this.scope = Optional.of(right == Right.READ ? Scope.READ_REPOSITORY : Scope.WRITE_REPOSITORY);
            if (right != Right.READ) who = Who.KNOWN;
            refusals.put(404, "There is no such thing, or the caller may not see it");
            return this;
        }

        /// A token needs this scope.
        Draft scope(Scope scope) {
            this.scope = Optional.of(scope);
            return this;
        }

        /// Only for those who say who they are.
        Draft known() {
            who = Who.KNOWN;
            return this;
        }

        /// Only for administrators of the node.
        Draft administrator() {
            who = Who.ADMINISTRATOR;
            return this;
        }

        /// Only with name and password.
        Draft withPassword() {
            who = Who.WITH_PASSWORD;
            return this;
        }

        /// Much work: everybody has a share of it.
        Draft costly() {
            cost = Operation.Cost.MUCH;
            return this;
        }

        /// Much work, and much to send.
        Draft costlySent() {
            cost = Operation.Cost.SENT;
            return this;
        }

        Draft query(String name, String says, String... words) {
            parameters.add(new Parameter(name, Parameter.Kind.TEXT, says, List.of(words)));
            return this;
        }

        /// May be given several times; without words any text.
        Draft words(String name, String says, String... words) {
            parameters.add(new Parameter(name, Parameter.Kind.WORDS, says, List.of(words)));
            return this;
        }

        Draft number(String name, String says) {
            parameters.add(new Parameter(name, Parameter.Kind.NUMBER, says, List.of()));
            return this;
        }

        Draft flag(String name, String says) {
            parameters.add(new Parameter(name, Parameter.Kind.FLAG, says, List.of()));
            return this;
        }

        Draft time(String name, String says) {
            parameters.add(new Parameter(name, Parameter.Kind.TIME, says, List.of()));
            return this;
        }

        Draft takes(Class<? extends Record> shape) {
            this.body = Optional.of(shape);
            return this;
        }

        /// Takes more than usual: files.
        Draft takesFiles(Class<? extends Record> shape) {
            bodyBytesMax = Call.FILES_BYTES_MAX;
            return takes(shape);
        }

        /// Takes a file, in a field of a form.
        Draft takesFile(String field) {
            file = Optional.of(field);
            bodyBytesMax = Call.UPLOAD_BYTES_MAX;
            return this;
        }

        /// Takes a file that is never in memory as a whole, in a field of a form or as it is.
        Draft takesLargeFile(String field) {
            file = Optional.of(field);
            bodyBytesMax = Call.LARGE_FILE_BYTES_MAX;
            return this;
        }

        Draft refuses(int status, String when) {
            refusals.put(status, when);
            return this;
        }

        <T extends Record> void gives(Class<T> shape, Giving<T> giving) {
            shape(200, shape, giving);
        }

        <T extends Record> void creates(Class<T> shape, Giving<T> giving) {
            shape(201, shape, giving);
        }

        /// Begins what is done already when the answer comes; clients of Gitea wait for this status.
        <T extends Record> void accepts(Class<T> shape, Giving<T> giving) {
            shape(202, shape, giving);
        }

        <T extends Record> void lists(Class<T> shape, Giving<Listed<T>> giving) {
            number("page", "Which page, from 1");
            number("limit", "How many on a page, up to " + Listed.LIMIT_MAX);
            add(new Gives.Listed(shape), call -> call.tell(giving.give(call)));
        }

        /// A whole list, which is never long.
        <T extends Record> void givesAll(Class<T> shape, Giving<List<T>> giving) {
            shape(200, listOf(shape), giving);
        }

        /// Makes several; gives them all.
        <T extends Record> void createsAll(Class<T> shape, Giving<List<T>> giving) {
            shape(201, listOf(shape), giving);
        }

        void givesNumbers(Giving<Map<String, Long>> giving) {
            shape(200, mapToLong(), giving);
        }

        /// One, or a list of them.
        <T extends Record> void givesOneOrMore(Class<T> shape, Giving<?> giving) {
            add(new Gives.Shape(200, List.of(shape, listOf(shape))), call -> call.tell(200, giving.give(call)));
        }

        private void shape(int status, Type type, Giving<?> giving) {
            add(new Gives.Shape(status, List.of(type)), call -> call.tell(status, giving.give(call)));
        }

        void does(Doing doing) {
            add(new Gives.Nothing(204), call -> {
                doing.act(call);
                call.done();
            });
        }

        /// The same with 200, as Gitea says it in some places.
        void acts(Doing doing) {
            add(new Gives.Nothing(200), call -> {
                doing.act(call);
                call.acted();
            });
        }

        /// Does something at once, or when it can be done.
        void actsOrWaits(String waits, Noting noting) {
            refusals.put(201, waits);
            add(new Gives.Nothing(200), call -> call.noted(noting.note(call)));
        }

        /// Notes something that may have been so already.
        void notes(Noting noting) {
            refusals.put(200, "It was so already");
            add(new Gives.Nothing(201), call -> call.noted(noting.note(call)));
        }

        /// Sends a file; the code does all of it.
        void sends(Map<String, String> types, Doing doing) {
            refusals.put(304, "The caller has it already");
            add(new Gives.Bytes(types), doing::act);
        }

        private void add(Gives gives, Operation.Answering answering) {
            var refused = new TreeMap<>(refusals);
            refused.putIfAbsent(400, "The request makes no sense");
            refused.putIfAbsent(401, "Nobody is known by these credentials, or some are needed");
            refused.putIfAbsent(429, cost == Operation.Cost.LITTLE ? WRONG : SPENT);
            refused.putIfAbsent(503, "The node is stopping, or busy, or its disk fails: try again later");
            if (scope.isPresent() || who != Who.ANYONE)
                refused.putIfAbsent(403, "The caller, or their token, may not do this");
            if (body.isPresent() || file.isPresent())
                refused.putIfAbsent(413, "The body is larger than " + bodyBytesMax + " bytes");
            if (body.isPresent() || file.isPresent() || !parameters.isEmpty())
                refused.putIfAbsent(422, "Something sent is not valid");
            if (path.contains("{") || path.contains("<"))
                refused.putIfAbsent(404, "There is no such thing, or the caller may not see it");
            var same = all.stream().filter(it -> it.id().equals(id)).findFirst();
            if (same.isPresent()) throw new AssertionError("two operations of the name " + id);
            all.add(new Operation(
                    id,
                    method,
                    path,
                    chapter,
                    summary,
                    who,
                    scope,
                    right,
                    parameters,
                    body,
                    file,
                    bodyBytesMax,
                    cost,
                    gives,
                    refused,
                    answering));
        }
    }

    private static Type listOf(Class<?> shape) {
        return new Generic(List.class, List.of(shape));
    }

    private static Type mapToLong() {
        return new Generic(Map.class, List.of(String.class, Long.class));
    }

    private record Generic(Class<?> raw, List<Type> inner) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return inner.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public Type getOwnerType() {
            return Operations.class;
        }
    }

    /// The operations by path, as the document has them.
    static Map<String, List<Operation>> byPath(List<Operation> operations) {
        var paths = new LinkedHashMap<String, List<Operation>>();
        for (var operation : operations)
            paths.computeIfAbsent(operation.path(), _ -> new ArrayList<>()).add(operation);
        return paths;
    }
}
