package dev.hob.web.api;

import dev.hob.node.people.Scope;
import dev.hob.node.repo.Right;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// One thing that the API does: all that the published document says of it, and the code that answers it. Routes,
/// checks and document are made of this, so they cannot differ. Immutable.
///
/// @param id how generated clients call it; Gitea's name where Gitea has it
/// @param path below `/api/v1`, or `/api/hob/v1` for what Gitea has nothing like; a last part in `<…>` may hold slashes
/// @param chapter what it is about
/// @param right what the caller must have on the repository in the path
/// @param body the shape of what is sent
/// @param file the field of a form that holds a file, when that is what is sent
/// @param cost how it is counted
record Operation(
        String id,
        Method method,
        String path,
        String chapter,
        String summary,
        Who who,
        Optional<Scope> scope,
        Optional<Right> right,
        List<Parameter> parameters,
        Optional<Class<? extends Record>> body,
        Optional<String> file,
        int bodyBytesMax,
        Cost cost,
        Gives gives,
        SortedMap<Integer, String> refusals,
        Answering answering) {
    enum Method {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE
    }

    /// Who may call at all.
    enum Who {
        ANYONE,
        /// Whoever says who they are.
        KNOWN,
        /// Whoever administers the node.
        ADMINISTRATOR,
        /// Only with name and password: a stolen token must not make others.
        WITH_PASSWORD
    }

    /// How much work it is.
    enum Cost {
        LITTLE,
        /// Of such work everybody has a share, and some is done at once.
        MUCH,
        /// The same, for what lasts as long as a client takes to receive it.
        SENT
    }

    /// Something in the query.
    record Parameter(String name, Kind kind, String says, List<String> words) {
        enum Kind {
            TEXT,
            /// Several of some words.
            WORDS,
            NUMBER,
            FLAG,
            TIME
        }
    }

    /// What is answered when all is well.
    sealed interface Gives {
        int status();

        /// One of these.
        record Shape(int status, List<Type> types) implements Gives {}

        /// A page of a list.
        record Listed(Class<? extends Record> shape) implements Gives {
            @Override
            public int status() {
                return 200;
            }
        }

        record Nothing(int status) implements Gives {}

        /// A file.
        record Bytes(Map<String, String> types) implements Gives {
            @Override
            public int status() {
                return 200;
            }
        }
    }

    /// Answers a call.
    @FunctionalInterface
    interface Answering {
        void answer(Call call) throws IOException;
    }

    Operation {
        parameters = List.copyOf(parameters);
    }

    /// Where it is.
    String address() {
        return Api.address(path);
    }

    Optional<Parameter> parameter(String name) {
        return parameters.stream().filter(it -> it.name().equals(name)).findFirst();
    }
}
