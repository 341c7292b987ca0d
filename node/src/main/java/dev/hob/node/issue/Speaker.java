package dev.hob.node.issue;

import dev.hob.keys.DidKey;
import dev.hob.node.cob.Evidence;
import dev.hob.node.log.Origin;
import dev.hob.node.people.Person;
import dev.hob.node.people.RemoteAuthor;

/// Who does something to an issue or a pull request. Immutable.
public sealed interface Speaker {
    /// The key that says it.
    DidKey key();

    /// Where it comes from, for the log.
    Origin origin();

    /// An account of this node.
    record Local(Person person) implements Speaker {
        @Override
        public DidKey key() {
            return person.key();
        }

        @Override
        public Origin origin() {
            return new Origin.Here(person.id());
        }
    }

    /// Somebody of elsewhere, by an activity of theirs that was verified and that everybody may read. It is done once,
    /// however often it is asked for.
    record Guest(RemoteAuthor author, Evidence evidence) implements Speaker {
        public Guest {
            if (!author.actor().equals(evidence.actor()))
                throw new IllegalArgumentException(evidence.activity() + " is not of " + author.actor());
        }

        @Override
        public DidKey key() {
            return author.key();
        }

        @Override
        public Origin origin() {
            return new Origin.Actor(author.actor());
        }
    }

    /// The same, whom the owner of the repository has let in: they do what members do, and where the format hears only
    /// delegates the owner's key signs it for them, with their address.
    record Member(RemoteAuthor author, Evidence evidence) implements Speaker {
        public Member {
            if (!author.actor().equals(evidence.actor()))
                throw new IllegalArgumentException(evidence.activity() + " is not of " + author.actor());
        }

        @Override
        public DidKey key() {
            return author.key();
        }

        @Override
        public Origin origin() {
            return new Origin.Actor(author.actor());
        }
    }
}
