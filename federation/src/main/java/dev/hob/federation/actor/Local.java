package dev.hob.federation.actor;

import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;

/// Someone or something of this node that acts in public. Immutable.
public sealed interface Local {
    /// How the keys of people begin.
    String PERSON = "person:";

    /// How the keys of repositories begin.
    String REPOSITORY = "repository:";

    /// What keys, followers and deliveries know it by; never another's.
    String key();

    /// The node itself, which signs what it asks of others.
    record Instance() implements Local {
        @Override
        public String key() {
            return "node";
        }
    }

    /// Somebody with an account.
    record Account(Person person) implements Local {
        @Override
        public String key() {
            return PERSON + person.id();
        }
    }

    /// A repository that everybody may see.
    record Project(Repo repo) implements Local {
        @Override
        public String key() {
            return REPOSITORY + repo.id().value();
        }
    }
}
